package dev.winnow.evaluate;

import dev.winnow.data.Dataset;
import dev.winnow.data.Detections;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluation of detections: COCO's measure over every prediction (equal to pycocotools; FiftyOne differs in the order of equal
 * scores), and at the operating point matches, counts and TIDE's kinds of error.
 *
 * <p>Writes {@code <key>_tp, <key>_fp, <key>_fn} to the samples and {@code <key>, <key>_id, <key>_iou} to every object and
 * prediction from the operating point on, so that errors can be asked for by name; crowds and ignore regions get none.
 */
public final class DetectionEvaluator {
    private final Detections predictions;
    private final Detections truth;
    private final EvaluationOptions options;

    private DetectionEvaluator(Detections predictions, Detections truth, EvaluationOptions options) {
        this.predictions = predictions;
        this.truth = truth;
        this.options = options;
    }

    /**
     * Evaluates {@code pred} against {@code gt} over the samples of a collection and stores the result under a key.
     *
     * @throws IllegalArgumentException for an empty collection, or a prediction without a score
     */
    public static Evaluation evaluate(
            SampleCollection view, String pred, String gt, String evalKey, EvaluationOptions options) {
        Detections predictions = scored(view, pred);
        DetectionEvaluator evaluator = new DetectionEvaluator(predictions, view.detections(gt), options);
        Evaluation evaluation = evaluator.run(view, evalKey, pred, gt);
        Dataset dataset = view.dataset();
        dataset.transaction("evaluate " + evalKey, () -> {
            evaluator.write(view, evalKey, pred, gt, evaluation.matches());
            evaluation.store(dataset);
            TestReadings.count(view, evalKey);
        });
        return evaluation;
    }

    /** The predictions of a collection that is not empty, each with a score. */
    static Detections scored(SampleCollection view, String pred) {
        if (view.count() == 0) {
            throw new IllegalArgumentException("There is nothing to evaluate: " + view + " is empty.");
        }
        Detections predictions = view.detections(pred);
        for (int i = 0; i < predictions.size(); i++) {
            if (Double.isNaN(predictions.confidence(i))) {
                throw new IllegalArgumentException("A '" + predictions.label(i) + "' in " + pred
                        + " has no confidence. Predictions need scores; is the prediction field the second argument?");
            }
        }
        return predictions;
    }

    private Evaluation run(SampleCollection view, String key, String pred, String gt) {
        CocoCounts counts =
                CocoCounts.of(predictions, truth, PictureSizes.of(view), options, false, options.maxPredictions());
        List<List<ClassCurve>> curves = counts.curves();
        double point = Double.isNaN(options.score()) ? bestF1(curves.get(0)) : options.score();
        List<List<Box>> regions = CocoCounts.regions(truth, options);
        List<Match> matches = new ArrayList<>();
        for (int s = 0; s < truth.samples(); s++) {
            matches.addAll(Matching.of(predictions, truth, options, point, s, regions.get(s)));
        }
        List<DetectionError> errors = new ErrorTaxonomy(predictions, truth, options, point, matches).errors();
        int most = options.maxPredictions();
        return new Evaluation(new Evaluation.Data(
                key,
                pred,
                gt,
                options.classwise(),
                options.iou(),
                point,
                CocoMatching.thresholds(),
                curves,
                matches,
                errors,
                truth.sampleIds(),
                counts.statistics(Math.min(1, most), Math.min(10, most), most),
                SampleGroups.of(view)));
    }

    /** The score from which on precision and recall over all classes balance best; 0.5 without any hit. */
    private static double bestF1(List<ClassCurve> curves) {
        int total = curves.stream().mapToInt(ClassCurve::totalObjects).sum();
        List<double[]> all = new ArrayList<>();
        for (ClassCurve curve : curves) {
            for (int i = 0; i < curve.score().length; i++) {
                all.add(new double[] {curve.score()[i], curve.hit()[i] ? 1 : 0});
            }
        }
        all.sort(Comparator.comparingDouble((double[] one) -> -one[0]));
        double best = 0;
        double at = 0.5;
        double hits = 0;
        for (int i = 0; i < all.size(); i++) {
            hits += all.get(i)[1];
            boolean last = i + 1 == all.size() || all.get(i + 1)[0] < all.get(i)[0];
            double f1 = 2 * hits / (i + 1 + total);
            if (last && f1 > best) {
                best = f1;
                at = all.get(i)[0];
            }
        }
        // Rounded down, so that the printed figure is the one that is used.
        return Math.floor(at * 1000) / 1000;
    }

    private void write(SampleCollection view, String key, String pred, String gt, List<Match> matches) {
        Map<String, int[]> counts = new HashMap<>();
        truth.sampleIds().forEach(id -> counts.put(id, new int[3]));
        Map<String, Match> byObject = new HashMap<>();
        Map<String, Match> byPrediction = new HashMap<>();
        for (Match match : matches) {
            int[] own = counts.get(match.sampleId());
            if (own != null) {
                own[0] += match.isTruePositive() ? 1 : 0;
                own[1] += match.isPrediction() && !match.isTruePositive() ? 1 : 0;
                own[2] += match.isObject() && !match.isTruePositive() ? 1 : 0;
            }
            if (match.isObject()) {
                byObject.put(match.sampleId() + match.objectId(), match);
            }
            if (match.isPrediction()) {
                byPrediction.put(match.sampleId() + match.predictionId(), match);
            }
        }
        String[] names = {"_tp", "_fp", "_fn"};
        for (int n = 0; n < names.length; n++) {
            Map<String, Long> values = new HashMap<>();
            int kind = n;
            counts.forEach((id, own) -> values.put(id, (long) own[kind]));
            view.dataset().addSampleField(key + names[n], dev.winnow.label.FieldType.INT);
            view.setValues(key + names[n], values);
        }
        label(view, key, gt, truth, byObject, true);
        label(view, key, pred, predictions, byPrediction, false);
    }

    private static void label(
            SampleCollection view,
            String key,
            String field,
            Detections labels,
            Map<String, Match> matches,
            boolean objects) {
        List<@Nullable Object> outcome = new ArrayList<>();
        List<@Nullable Object> other = new ArrayList<>();
        List<@Nullable Object> overlap = new ArrayList<>();
        for (int s = 0; s < labels.samples(); s++) {
            for (int i = labels.start(s); i < labels.end(s); i++) {
                Match match = matches.get(labels.sampleIds().get(s) + labels.id(i));
                if (match == null) {
                    outcome.add(null);
                    other.add(null);
                    overlap.add(null);
                    continue;
                }
                outcome.add(match.isTruePositive() ? "tp" : objects ? "fn" : "fp");
                other.add(objects ? match.predictionId() : match.objectId());
                overlap.add(Double.isNaN(match.iou()) ? null : (Object) match.iou());
            }
        }
        view.setLabelValues(field, key, outcome);
        view.setLabelValues(field, key + "_id", other);
        view.setLabelValues(field, key + "_iou", overlap);
    }
}
