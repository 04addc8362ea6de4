package dev.winnow.data;

import dev.winnow.store.DetectionColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One row for each true positive, false positive and false negative of a stored evaluation. */
final class EvaluationPatches {
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

    static RowSelection of(Dataset dataset, RowSelection rows, String key) {
        Run run = dataset.run("evaluation", key)
                .orElseThrow(() -> Names.unknown(
                        "evaluation",
                        key,
                        "dataset '" + rows.datasetName() + "'",
                        dataset.runs("evaluation").stream().map(Run::key).toList()));
        Map<?, ?> settings = (Map<?, ?>) Objects.requireNonNull(StageJson.read(run.json()));
        return new EvaluationPatches(
                        rows, key, String.valueOf(settings.get("gt_field")), String.valueOf(settings.get("pred_field")))
                .gather();
    }

    private RowSelection gather() {
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
        return rows.patches(
                ints(samples),
                new RowSelection.Patches(
                        List.of(truthField, predictionField),
                        Map.of(truthField, ints(truthObjects), predictionField, ints(predictionObjects)),
                        types.toArray(String[]::new),
                        ious.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private void add(int i, String type, int truthObject, int predictionObject) {
        samples.add(rows.rows()[i]);
        truthObjects.add(truthObject);
        predictionObjects.add(predictionObject);
        types.add(type);
        @Nullable
        Object iou = truthObject >= 0
                ? truth.value(truthObject, key + "_iou")
                : predictions.value(predictionObject, key + "_iou");
        ious.add(iou instanceof Number number ? number.doubleValue() : Double.NaN);
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
