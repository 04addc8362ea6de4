package dev.winnow.data;

import dev.winnow.store.DetectionColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One row for each true positive, false positive and false negative of a stored evaluation, or for each error of some kinds. */
final class EvaluationPatches {
    private static final List<String> KINDS = List.of("cls", "loc", "both", "dupe", "bkg", "miss");

    private final RowSelection rows;
    private final String key;
    private final DetectionColumn truth;
    private final DetectionColumn predictions;
    private final String truthField;
    private final String predictionField;

    private final List<String> types = new ArrayList<>();
    private final List<Double> ious = new ArrayList<>();
    private final List<Integer> samples = new ArrayList<>();
    private final List<Integer> truthObjects = new ArrayList<>();
    private final List<Integer> predictionObjects = new ArrayList<>();

    private EvaluationPatches(RowSelection rows, String key, String truthField, String predictionField) {
        this.rows = rows;
        this.key = key;
        this.truthField = truthField;
        this.predictionField = predictionField;
        truth = rows.labels(truthField);
        predictions = rows.labels(predictionField);
    }

    /** Refuses kinds of error that do not exist. */
    static void check(List<String> kinds) {
        for (String kind : kinds) {
            if (!KINDS.contains(kind)) {
                throw Names.unknown("kind of error", kind, "an evaluation", KINDS);
            }
        }
    }

    static RowSelection of(Dataset dataset, RowSelection rows, String key, List<String> kinds) {
        Run run = dataset.run("evaluation", key)
                .orElseThrow(() -> Names.unknown(
                        "evaluation",
                        key,
                        "dataset '" + rows.datasetName() + "'",
                        dataset.runs("evaluation").stream().map(Run::key).toList()));
        Map<?, ?> settings = (Map<?, ?>) Objects.requireNonNull(StageJson.read(run.json()));
        EvaluationPatches patches = new EvaluationPatches(
                rows, key, String.valueOf(settings.get("gt_field")), String.valueOf(settings.get("pred_field")));
        if (kinds.isEmpty()) {
            patches.gather();
        } else {
            patches.gather(settings.get("errors") instanceof List<?> errors ? errors : List.of(), kinds);
        }
        return patches.patches();
    }

    /** Errors as the evaluation stored them, by severity. */
    private void gather(List<?> errors, List<String> kinds) {
        Map<Object, List<Map<?, ?>>> bySample = new HashMap<>();
        for (Object one : errors) {
            if (one instanceof Map<?, ?> error && kinds.contains(String.valueOf(error.get("kind")))) {
                bySample.computeIfAbsent(String.valueOf(error.get("sampleId")), id -> new ArrayList<>())
                        .add(error);
            }
        }
        for (int i = 0; i < rows.count(); i++) {
            List<Map<?, ?>> own = bySample.getOrDefault(rows.sampleId(i), List.of());
            if (own.isEmpty()) {
                continue;
            }
            Map<Object, Integer> objects = new HashMap<>();
            rows.objects(truthField, i).forEach(object -> objects.put(truth.id(object), object));
            Map<Object, Integer> found = new HashMap<>();
            rows.objects(predictionField, i).forEach(object -> found.put(predictions.id(object), object));
            for (Map<?, ?> error : own) {
                int object = objects.getOrDefault(String.valueOf(error.get("objectId")), -1);
                int prediction = found.getOrDefault(String.valueOf(error.get("predictionId")), -1);
                if (object >= 0 || prediction >= 0) {
                    double iou = error.get("iou") instanceof Number number ? number.doubleValue() : Double.NaN;
                    add(i, String.valueOf(error.get("kind")), object, prediction, iou);
                }
            }
        }
    }

    private void gather() {
        for (int i = 0; i < rows.count(); i++) {
            Map<Object, Integer> predictionById = new HashMap<>();
            rows.objects(predictionField, i).forEach(object -> predictionById.put(predictions.id(object), object));
            for (int object : rows.objects(truthField, i)) {
                Object outcome = truth.value(object, key);
                if (outcome != null) {
                    Object match = truth.value(object, key + "_id");
                    add(
                            i,
                            String.valueOf(outcome),
                            object,
                            match == null ? -1 : predictionById.getOrDefault(match, -1));
                }
            }
            for (int object : rows.objects(predictionField, i)) {
                if ("fp".equals(predictions.value(object, key))) {
                    add(i, "fp", -1, object);
                }
            }
        }
    }

    private RowSelection patches() {
        return rows.patches(
                ints(samples),
                new RowSelection.Patches(
                        List.of(truthField, predictionField),
                        Map.of(truthField, ints(truthObjects), predictionField, ints(predictionObjects)),
                        types.toArray(String[]::new),
                        ious.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private void add(int i, String type, int truthObject, int predictionObject) {
        @Nullable
        Object iou = truthObject >= 0
                ? truth.value(truthObject, key + "_iou")
                : predictions.value(predictionObject, key + "_iou");
        add(i, type, truthObject, predictionObject, iou instanceof Number number ? number.doubleValue() : Double.NaN);
    }

    private void add(int i, String type, int truthObject, int predictionObject, double iou) {
        samples.add(rows.rows()[i]);
        truthObjects.add(truthObject);
        predictionObjects.add(predictionObject);
        types.add(type);
        ious.add(iou);
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
