package dev.winnow.evaluate;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.winnow.data.Dataset;
import dev.winnow.data.Run;
import dev.winnow.data.SampleCollection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The result of an evaluation. mAP and curves use every prediction; counts, the report, the matrix and the errors use those from
 * {@link #operatingPoint()} on.
 */
public final class Evaluation {
    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private final Data data;

    /** What is stored. {@code curves} holds, for each IoU threshold, one curve a class. */
    record Data(
            String key,
            String pred_field,
            String gt_field,
            boolean classwise,
            double iou,
            double operatingPoint,
            double[] thresholds,
            List<List<ClassCurve>> curves,
            List<Match> matches,
            List<DetectionError> errors,
            List<String> sampleIds,
            @Nullable CocoStatistics coco,
            @Nullable SampleGroups groups) {}

    Evaluation(Data data) {
        this.data = data;
    }

    /** An evaluation that was stored with a dataset. */
    public static Evaluation load(Dataset dataset, String evalKey) {
        Run run = dataset.run("evaluation", evalKey)
                .orElseThrow(() -> new IllegalArgumentException("Evaluation '" + evalKey + "' is not in dataset '"
                        + dataset.name() + "'. Evaluations: "
                        + dataset.runs("evaluation").stream().map(Run::key).collect(Collectors.joining(", ")) + "."));
        return new Evaluation(GSON.fromJson(run.json(), Data.class));
    }

    void store(Dataset dataset) {
        dataset.putRun("evaluation", data.key(), GSON.toJson(data));
    }

    public String evalKey() {
        return data.key();
    }

    public String predictionField() {
        return data.pred_field();
    }

    public String truthField() {
        return data.gt_field();
    }

    /** Ids of the samples evaluated. */
    public List<String> sampleIds() {
        return data.sampleIds();
    }

    /** The score from which predictions are counted. */
    public double operatingPoint() {
        return data.operatingPoint();
    }

    /** Classes that occur in truth or predictions, sorted. */
    public List<String> classes() {
        return data.matches().stream()
                .flatMap(match -> java.util.stream.Stream.of(match.objectLabel(), match.predictionLabel()))
                .filter(label -> !label.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** COCO's mAP: the mean over classes and IoU 0.50, 0.55, … 0.95; -1 where there is no object. */
    public double map() {
        return mean(data.curves(), ClassCurve::averagePrecision);
    }

    /** The mAP at one of the ten IoU thresholds, such as 0.5. */
    public double map(double iou) {
        return mean(List.of(at(iou)), ClassCurve::averagePrecision);
    }

    /** Average precision of a class over all thresholds; -1 for a class without objects. */
    public double map(String label) {
        return mean(
                data.curves().stream()
                        .map(all -> all.stream()
                                .filter(curve -> curve.label().equals(label))
                                .toList())
                        .toList(),
                ClassCurve::averagePrecision);
    }

    /** Average recall of all predictions over classes and thresholds. */
    public double mar() {
        return mean(data.curves(), ClassCurve::recall);
    }

    private static double mean(List<List<ClassCurve>> curves, ToDoubleFunction<ClassCurve> measure) {
        return curves.stream()
                .flatMap(List::stream)
                .mapToDouble(measure)
                .filter(value -> value >= 0)
                .average()
                .orElse(-1);
    }

    private List<ClassCurve> at(double iou) {
        for (int i = 0; i < data.thresholds().length; i++) {
            if (Math.abs(data.thresholds()[i] - iou) < 1e-9) {
                return data.curves().get(i);
            }
        }
        throw new IllegalArgumentException("mAP is there for IoU 0.50, 0.55, … 0.95, not for " + iou + ".");
    }

    /**
     * COCO's twelve statistics, class by class.
     *
     * @throws IllegalArgumentException for an evaluation that an earlier version stored without them
     */
    public CocoStatistics coco() {
        if (data.coco() == null) {
            throw new IllegalArgumentException("'" + evalKey()
                    + "' was stored without COCO's statistics. Evaluate again, or ask CocoStatistics.of(view, \""
                    + predictionField() + "\", \"" + truthField() + "\").");
        }
        return data.coco();
    }

    /**
     * mAP at IoU 0.5 with its 95 % interval. Left out by halves are the groups that the dataset's stored split keeps together, such as
     * drives, or single images where no split is stored; frames of one drive are no independent evidence.
     */
    public Interval mapInterval(long seed) {
        List<ClassCurve> curves = at(0.5);
        return new HalfSampling(groups(), seed).interval(map(0.5), weights -> weighted(curves, weights), 0);
    }

    /**
     * The gain in mAP at IoU 0.5 over an evaluation of the same images, with its 95 % interval; paired: both see the same halves.
     *
     * @throws IllegalArgumentException for an evaluation of other images, or for this one itself
     */
    public Interval gainOver(Evaluation before, long seed) {
        if (before.evalKey().equals(evalKey())) {
            throw new IllegalArgumentException(
                    "'" + evalKey()
                            + "' cannot be compared with itself: the gain would be 0 whatever it is. Name the evaluation before it.");
        }
        if (!before.data.sampleIds().equals(data.sampleIds())) {
            throw new IllegalArgumentException(
                    "'" + before.evalKey() + "' and '" + evalKey()
                            + "' saw different images, so their gain cannot be paired. Evaluate both on one frozen validation view.");
        }
        List<ClassCurve> now = at(0.5);
        List<ClassCurve> then = before.at(0.5);
        return new HalfSampling(groups(), seed)
                .interval(map(0.5) - before.map(0.5), weights -> weighted(now, weights) - weighted(then, weights), -1);
    }

    /** By image the group with which it is drawn. */
    private int[] groups() {
        return data.groups() == null
                ? java.util.stream.IntStream.range(0, data.sampleIds().size()).toArray()
                : data.groups().number();
    }

    private static double weighted(List<ClassCurve> curves, int[] weights) {
        double sum = 0;
        int classes = 0;
        for (ClassCurve curve : curves) {
            double[] precision = curve.precision(weights);
            if (precision.length > 0) {
                double ap = 0;
                for (double one : precision) {
                    ap += one;
                }
                sum += ap / ClassCurve.POINTS;
                classes++;
            }
        }
        return classes == 0 ? 0 : sum / classes;
    }

    /** Objects and predictions at the operating point, matched where they were. */
    public List<Match> matches() {
        return data.matches();
    }

    public int tp() {
        return (int) data.matches().stream().filter(Match::isTruePositive).count();
    }

    /** Predictions that are not true positives. */
    public int fp() {
        return (int) data.matches().stream().filter(Match::isPrediction).count() - tp();
    }

    /** Objects that are not found, or found under another name. */
    public int fn() {
        return (int) data.matches().stream().filter(Match::isObject).count() - tp();
    }

    public double precision() {
        return tp() + fp() == 0 ? 0 : (double) tp() / (tp() + fp());
    }

    public double recall() {
        return tp() + fn() == 0 ? 0 : (double) tp() / (tp() + fn());
    }

    public double fscore() {
        return 2.0 * tp() + fp() + fn() == 0 ? 0 : 2.0 * tp() / (2.0 * tp() + fp() + fn());
    }

    /** Precision, recall, F1 and support by class, in scikit-learn's layout. */
    public String report() {
        return ClassificationReport.of(data.matches(), classes());
    }

    public ConfusionMatrix confusionMatrix() {
        List<String> names = new ArrayList<>(classes());
        names.add(ConfusionMatrix.NONE);
        int[][] counts = new int[names.size()][names.size()];
        for (Match match : data.matches()) {
            int row = match.isObject() ? names.indexOf(match.objectLabel()) : names.size() - 1;
            int column = match.isPrediction() ? names.indexOf(match.predictionLabel()) : names.size() - 1;
            counts[row][column]++;
        }
        return new ConfusionMatrix(names, counts);
    }

    public PrCurves prCurves() {
        Map<String, List<Double>> precision = new LinkedHashMap<>();
        Map<String, Double> average = new LinkedHashMap<>();
        for (ClassCurve curve : at(0.5)) {
            double[] at = curve.precision(null);
            if (at.length > 0) {
                precision.put(curve.label(), java.util.Arrays.stream(at).boxed().toList());
                average.put(curve.label(), curve.averagePrecision());
            }
        }
        return new PrCurves(precision, average);
    }

    /** Every error at the operating point, the most severe first. */
    public List<DetectionError> errorList() {
        return data.errors();
    }

    /** The errors as a table: kind, ids, classes, confidence, overlap and severity. */
    public Table errors() {
        Table table = Table.create("errors of " + data.key());
        table.addColumns(
                text("kind", DetectionError::kind),
                text("sample_id", DetectionError::sampleId),
                text("truth", DetectionError::objectLabel),
                text("prediction", DetectionError::predictionLabel),
                number("confidence", DetectionError::confidence),
                number("iou", DetectionError::iou),
                number("severity", DetectionError::severity),
                text("object_id", DetectionError::objectId),
                text("prediction_id", DetectionError::predictionId));
        return table;
    }

    /**
     * The errors as a table with what the collection knows of them besides: {@code filepath}, {@code width} and {@code height} of the
     * object concerned, or of the prediction where there is none, in pixels (shares of the picture where its size is not known), and
     * the object's {@code occluded} and {@code truncated}; missing where the labels say nothing. Errors of samples that are not in the
     * collection are left out.
     */
    public Table errors(SampleCollection of) {
        return ErrorTable.of(this, of);
    }

    private StringColumn text(String name, java.util.function.Function<DetectionError, String> value) {
        StringColumn column = StringColumn.create(name);
        data.errors().forEach(error -> column.append(value.apply(error)));
        return column;
    }

    private DoubleColumn number(String name, ToDoubleFunction<DetectionError> value) {
        DoubleColumn column = DoubleColumn.create(name);
        data.errors().forEach(error -> column.append(value.applyAsDouble(error)));
        return column;
    }

    /** What became of the objects that both evaluations saw. */
    public Flips flips(Evaluation before) {
        Map<String, Match> then = new HashMap<>();
        before.matches().stream().filter(Match::isObject).forEach(match -> then.put(match.objectId(), match));
        Flips flips = new Flips(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Match now : data.matches()) {
            Match earlier = then.get(now.objectId());
            if (!now.isObject() || earlier == null) {
                continue;
            }
            if (now.isTruePositive()) {
                (earlier.isTruePositive() ? flips.stillRight() : flips.fixed()).add(now);
            } else {
                (earlier.isTruePositive() ? flips.broken() : flips.stillWrong()).add(now);
            }
        }
        return flips;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                """
                Evaluation %s of %s against %s: %d images
                  mAP %.3f, mAP@0.5 %.3f (all predictions)
                  from score %.2f on: %d tp, %d fp, %d fn; precision %.3f, recall %.3f, F1 %.3f
                  matching %s at IoU %.2f""",
                data.key(),
                data.pred_field(),
                data.gt_field(),
                data.sampleIds().size(),
                map(),
                map(0.5),
                operatingPoint(),
                tp(),
                fp(),
                fn(),
                precision(),
                recall(),
                fscore(),
                data.classwise() ? "class by class" : "over all classes",
                data.iou());
    }
}
