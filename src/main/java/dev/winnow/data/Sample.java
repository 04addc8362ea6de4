package dev.winnow.data;

import dev.winnow.label.Detection;
import dev.winnow.label.Label;
import dev.winnow.store.DetectionColumn;
import dev.winnow.store.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sample as it was when it was read, and what was set on it since: {@link #set} changes this object, {@link #save} the dataset.
 */
public final class Sample {
    private final Dataset dataset;
    private final RowSelection rows;
    private final int row;
    private final Map<String, @Nullable Object> set = new LinkedHashMap<>();
    private final Set<String> unsaved = new LinkedHashSet<>();

    Sample(Dataset dataset, RowSelection rows, int row) {
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
        Object tags = get(State.TAGS);
        return tags == null ? List.of() : (List<String>) tags;
    }

    /** The value of a field, {@code null} when missing. */
    public @Nullable Object get(String field) {
        if (set.containsKey(field)) {
            return set.get(field);
        }
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

    /** The boxes of a field, none when missing. */
    @SuppressWarnings("unchecked")
    public List<Detection> detections(String field) {
        if (!set.containsKey(field)) {
            rows.labels(field);
            if (!(rows.state().column(field) instanceof DetectionColumn)) {
                throw new IllegalArgumentException("Field '" + field + "' of " + rows.datasetName()
                        + " holds no boxes but " + rows.state().column(field).type() + ". Use labels(\"" + field
                        + "\").");
            }
        }
        Object labels = get(field);
        return labels instanceof Detection one ? List.of(one) : labels == null ? List.of() : (List<Detection>) labels;
    }

    /** The labels of a field of any type, none when missing; a field of one label gives a list of one. */
    @SuppressWarnings("unchecked")
    public List<Label> labels(String field) {
        Object labels = get(field);
        return labels instanceof Label one ? List.of(one) : labels == null ? List.of() : (List<Label>) labels;
    }

    /**
     * Sets a value here; {@link #save} stores it. A field that is new comes with it. In a view of patches the label field takes a
     * single label, which keeps its id.
     */
    public Sample set(String field, @Nullable Object value) {
        if (List.of(State.ID, State.FILEPATH).contains(field)) {
            throw new IllegalArgumentException("'" + field + "' says which sample it is and cannot be set.");
        }
        set.put(field, value);
        unsaved.add(field);
        return this;
    }

    /** Adds a tag here; {@link #save} stores it. */
    public Sample tag(String tag) {
        if (!tags().contains(tag)) {
            List<String> more = new ArrayList<>(tags());
            more.add(tag);
            return set(State.TAGS, more);
        }
        return this;
    }

    /** Takes a tag off here; {@link #save} stores it. */
    public Sample untag(String tag) {
        List<String> fewer = new ArrayList<>(tags());
        return fewer.remove(tag) ? set(State.TAGS, fewer) : this;
    }

    /**
     * Stores what was set, in one transaction. Of many samples use {@link SampleCollection#saveContext}.
     *
     * @throws ConflictException if another process changed one of these values since this sample was read
     */
    public void save() {
        SampleEdits.save(dataset, List.of(this));
    }

    Map<String, @Nullable Object> changes() {
        Map<String, @Nullable Object> changes = new LinkedHashMap<>(set);
        changes.keySet().retainAll(unsaved);
        return changes;
    }

    /** Whether the sample is a label of this field. */
    boolean isLabelOf(String field) {
        RowSelection.Patches patches = rows.patches();
        return patches != null && patches.objects().containsKey(field);
    }

    RowSelection rows() {
        return rows;
    }

    /** The sample's row in the dataset. */
    int row() {
        return rows.rows()[row];
    }

    void saved() {
        unsaved.clear();
    }

    @Override
    public String toString() {
        return "Sample " + id() + " " + filepath() + " " + tags();
    }
}
