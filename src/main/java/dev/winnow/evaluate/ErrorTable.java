package dev.winnow.evaluate;

import dev.winnow.data.Detections;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The errors of an evaluation beside the files and boxes that they concern. */
final class ErrorTable {
    private final StringColumn file = StringColumn.create("filepath");
    private final DoubleColumn width = DoubleColumn.create("width");
    private final DoubleColumn height = DoubleColumn.create("height");
    private final DoubleColumn occluded = DoubleColumn.create("occluded");
    private final DoubleColumn truncated = DoubleColumn.create("truncated");

    private ErrorTable() {}

    static Table of(Evaluation evaluation, SampleCollection of) {
        ErrorTable columns = new ErrorTable();
        List<Sample> samples = of.samples();
        PictureSizes sizes = PictureSizes.of(of);
        Map<String, Integer> place = new HashMap<>();
        for (int s = 0; s < samples.size(); s++) {
            place.put(samples.get(s).id(), s);
        }
        Detections truth = of.detections(evaluation.truthField());
        Detections found = of.detections(evaluation.predictionField());
        Table table = evaluation.errors();
        StringColumn ids = table.stringColumn("sample_id");
        Table kept = table.where(ids.isIn(place.keySet()));
        for (DetectionError error : evaluation.errorList()) {
            Integer s = place.get(error.sampleId());
            if (s != null) {
                boolean object = !error.objectId().isEmpty();
                Detections labels = object ? truth : found;
                int at = find(labels, s, object ? error.objectId() : error.predictionId());
                columns.file.append(samples.get(s).filepath());
                columns.width.append(at < 0 ? Double.NaN : labels.w(at) * sizes.width()[s]);
                columns.height.append(at < 0 ? Double.NaN : labels.h(at) * sizes.height()[s]);
                columns.occluded.append(number(labels, at, "occluded"));
                columns.truncated.append(number(labels, at, "truncated"));
            }
        }
        return kept.addColumns(columns.file, columns.width, columns.height, columns.occluded, columns.truncated);
    }

    private static int find(Detections labels, int sample, String id) {
        for (int i = labels.start(sample); i < labels.end(sample); i++) {
            if (labels.id(i).equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private static double number(Detections labels, int at, String name) {
        @Nullable Object value = at < 0 ? null : labels.attribute(at, name);
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
