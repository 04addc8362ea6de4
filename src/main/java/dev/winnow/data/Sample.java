package dev.winnow.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One sample as it was when it was read. */
public final class Sample {
    private final Dataset dataset;
    private final Rows rows;
    private final int row;

    Sample(Dataset dataset, Rows rows, int row) {
        this.dataset = dataset;
        this.rows = rows;
        this.row = row;
    }

    /** The dataset that the sample belongs to. */
    public Dataset dataset() {
        return dataset;
    }

    public String id() {
        return rows.id(row);
    }

    /** The sample's id; in a patches view that of the sample the label belongs to. */
    public String sampleId() {
        return rows.sampleId(row);
    }

    /** Relative to the dataset's media root. */
    public String filepath() {
        return Objects.requireNonNull((String) rows.value(row, State.FILEPATH));
    }

    public String fileName() {
        String path = filepath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Where the picture lies; drawn now if it is one that is drawn on demand. */
    public Path media() {
        return dataset.media(filepath());
    }

    @SuppressWarnings("unchecked")
    public List<String> tags() {
        Object tags = rows.value(row, State.TAGS);
        return tags == null ? List.of() : (List<String>) tags;
    }

    /** The value of a field, {@code null} when missing. */
    public @Nullable Object get(String field) {
        rows.requireField(field);
        return rows.value(row, field);
    }

    public @Nullable String string(String field) {
        Object value = get(field);
        return value == null ? null : String.valueOf(value);
    }

    /** A number, {@code NaN} when missing. */
    public double number(String field) {
        return get(field) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** The labels of a field, none when missing. */
    @SuppressWarnings("unchecked")
    public List<Detection> detections(String field) {
        rows.labels(field);
        Object labels = rows.value(row, field);
        return labels == null ? List.of() : (List<Detection>) labels;
    }

    @Override
    public String toString() {
        return "Sample " + id() + " " + filepath() + " " + tags();
    }
}
