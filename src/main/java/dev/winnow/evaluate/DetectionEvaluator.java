package dev.winnow.evaluate;

import dev.winnow.data.Dataset;
import dev.winnow.data.Detections;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Box;
import dev.winnow.progress.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * COCO-style evaluation of detections (the matching of pycocotools; FiftyOne differs in the order of equal scores).
 *
 * <p>Writes {@code <key>_tp, <key>_fp, <key>_fn} to the samples and {@code <key>, <key>_id, <key>_iou} to every object and
 * prediction from the operating point on, so that errors can be asked for by name.
 */
public final class DetectionEvaluator {
    private final Detections predictions;
    private final Detections truth;
    private final EvaluationOptions options;
    private final List<List<Box>> regions = new ArrayList<>();
    private final List<List<Integer>> objects = new ArrayList<>();
    private final List<List<Integer>> scored = new ArrayList<>();

    private DetectionEvaluator(Detections predictions, Detections truth, EvaluationOptions options) {
        this.predictions = predictions;
        this.truth = truth;
        this.options = options;
        for (int s = 0; s < truth.samples(); s++) {
            List<Box> ignore = new ArrayList<>();
            List<Integer> own = new ArrayList<>();
            for (int i = truth.start(s); i < truth.end(s); i++) {
                if (options.ignore().contains(truth.label(i))) {
                    ignore.add(truth.box(i));
                } else {
                    own.add(i);
                }
            }
            regions.add(ignore);
            objects.add(own);
            scored.add(IntStream.range(predictions.start(s), predictions.end(s))
                    .filter(i -> !options.ignore().contains(predictions.label(i)))
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -predictions.confidence(i)))
                    .toList());
        }
    }

    /**
     * Evaluates {@code pred} against {@code gt} over the samples of a collection and stores the result under a key.
     *
     * @throws IllegalArgumentException for an empty collection, or a prediction without a score
     */
    public static Evaluation evaluate(
            SampleCollection view, String pred, String gt, String evalKey, EvaluationOptions options) {
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
        DetectionEvaluator evaluator = new DetectionEvaluator(predictions, view.detections(gt), options);
        Evaluation evaluation = evaluator.run(evalKey, pred, gt);
        Dataset dataset = view.dataset();
        dataset.transaction("evaluate " + evalKey, () -> {
            evaluator.write(view, evalKey, pred, gt, evaluation.matches());
            evaluation.store(dataset);
            TestReadings.count(view, evalKey);
        });
        return evaluation;
    }

    private Evaluation run(String key, String pred, String gt) {
        double[] thresholds = new double[10];
        List<List<ClassCurve>> curves = new ArrayList<>();
        try (Progress.Task task = Progress.task("evaluating", thresholds.length)) {
            for (int t = 0; t < thresholds.length; t++) {
                thresholds[t] = (50 + 5 * t) / 100.0;
                curves.add(curves(thresholds[t]));
                task.step(1);
            }
        }
        double point = Double.isNaN(options.score()) ? bestF1(curves.get(0)) : options.score();
        List<Match> matches = matches(point);
        List<DetectionError> errors = new ErrorTaxonomy(predictions, truth, options, point, matches).errors();
        return new Evaluation(new Evaluation.Data(
                key,
                pred,
                gt,
                options.classwise(),
                options.iou(),
                point,
                thresholds,
                curves,
                matches,
                errors,
                truth.sampleIds()));
    }

    /** The curves of all classes that occur in truth or predictions. */
    private List<ClassCurve> curves(double iou) {
        TreeSet<String> labels = new TreeSet<>();
        objects.forEach(own -> own.forEach(i -> labels.add(truth.label(i))));
        scored.forEach(own -> own.forEach(i -> labels.add(predictions.label(i))));
        List<ClassCurve> curves = new ArrayList<>();
        for (String label : labels) {
            curves.add(curve(label, iou));
        }
        return curves;
    }

    private record Scored(int image, double score, boolean hit) {}

    private ClassCurve curve(String label, double iou) {
        int[] counts = new int[truth.samples()];
        List<Scored> all = new ArrayList<>();
        for (int s = 0; s < truth.samples(); s++) {
            List<Integer> own = objects.get(s).stream()
                    .filter(i -> truth.label(i).equals(label))
                    .toList();
            List<Integer> found = scored.get(s).stream()
                    .filter(i -> predictions.label(i).equals(label))
                    .limit(options.maxPredictions())
                    .toList();
            counts[s] = own.size();
            Matching matching = Matching.of(
                    found.stream().map(predictions::box).toList(),
                    own.stream().map(truth::box).toList(),
                    regions.get(s),
                    iou);
            for (int p = 0; p < found.size(); p++) {
                if (!matching.ignored[p]) {
                    all.add(new Scored(s, predictions.confidence(found.get(p)), matching.object[p] >= 0));
                }
            }
        }
        all.sort(Comparator.comparingDouble((Scored one) -> -one.score()));
        boolean[] hit = new boolean[all.size()];
        for (int i = 0; i < hit.length; i++) {
            hit[i] = all.get(i).hit();
        }
        return new ClassCurve(
                label,
                counts,
                all.stream().mapToInt(Scored::image).toArray(),
                all.stream().mapToDouble(Scored::score).toArray(),
                hit);
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

    private List<Match> matches(double point) {
        List<Match> matches = new ArrayList<>();
        for (int s = 0; s < truth.samples(); s++) {
            List<Integer> certain = scored.get(s).stream()
                    .filter(i -> predictions.confidence(i) >= point)
                    .toList();
            if (options.classwise()) {
                TreeSet<String> labels = new TreeSet<>();
                certain.forEach(i -> labels.add(predictions.label(i)));
                objects.get(s).forEach(i -> labels.add(truth.label(i)));
                for (String label : labels) {
                    match(
                            s,
                            certain.stream()
                                    .filter(i -> predictions.label(i).equals(label))
                                    .toList(),
                            objects.get(s).stream()
                                    .filter(i -> truth.label(i).equals(label))
                                    .toList(),
                            matches);
                }
            } else {
                match(s, certain, objects.get(s), matches);
            }
        }
        return matches;
    }

    /** Objects in their order, matched or not, then the predictions that found nothing. */
    private void match(int sample, List<Integer> certain, List<Integer> own, List<Match> into) {
        Matching matching = Matching.of(
                certain.stream().map(predictions::box).toList(),
                own.stream().map(truth::box).toList(),
                regions.get(sample),
                options.iou());
        int[] finder = new int[own.size()];
        Arrays.fill(finder, -1);
        for (int p = 0; p < certain.size(); p++) {
            if (matching.object[p] >= 0) {
                finder[matching.object[p]] = p;
            }
        }
        String sampleId = truth.sampleIds().get(sample);
        for (int o = 0; o < own.size(); o++) {
            int object = own.get(o);
            if (finder[o] < 0) {
                into.add(new Match(sampleId, truth.id(object), truth.label(object), "", "", Double.NaN, Double.NaN));
            } else {
                int prediction = certain.get(finder[o]);
                into.add(new Match(
                        sampleId,
                        truth.id(object),
                        truth.label(object),
                        predictions.id(prediction),
                        predictions.label(prediction),
                        predictions.confidence(prediction),
                        matching.overlap[finder[o]]));
            }
        }
        for (int p = 0; p < certain.size(); p++) {
            if (matching.object[p] < 0 && !matching.ignored[p]) {
                int prediction = certain.get(p);
                into.add(new Match(
                        sampleId,
                        "",
                        "",
                        predictions.id(prediction),
                        predictions.label(prediction),
                        predictions.confidence(prediction),
                        Double.NaN));
            }
        }
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
