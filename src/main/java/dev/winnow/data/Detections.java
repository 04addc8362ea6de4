package dev.winnow.data;

import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import dev.winnow.store.DetectionColumn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The labels of one field over a collection, as arrays: the objects of sample s are {@code start(s)} (inclusive) to
 * {@code end(s)} (exclusive). A snapshot: later writes do not change it.
 */
public final class Detections {
    private final DetectionColumn column;
    private final List<String> sampleIds;
    private final int[] start;
    private final int[] objects;

    Detections(RowSelection rows, String field) {
        column = rows.labels(field);
        sampleIds = new ArrayList<>(rows.count());
        start = new int[rows.count() + 1];
        int[] next = new int[1];
        for (int i = 0; i < rows.count(); i++) {
            sampleIds.add(rows.sampleId(i));
            rows.eachObject(column, field, i, object -> next[0]++);
            start[i + 1] = next[0];
        }
        objects = rows.allObjects(field);
    }

    /** Number of samples. */
    public int samples() {
        return sampleIds.size();
    }

    /** Number of objects over all samples. */
    public int size() {
        return objects.length;
    }

    public int start(int sample) {
        return start[sample];
    }

    public int end(int sample) {
        return start[sample + 1];
    }

    public List<String> sampleIds() {
        return sampleIds;
    }

    public String label(int i) {
        return column.labelOf(objects[i]);
    }

    public double x(int i) {
        return column.x()[objects[i]];
    }

    public double y(int i) {
        return column.y()[objects[i]];
    }

    public double w(int i) {
        return column.w()[objects[i]];
    }

    public double h(int i) {
        return column.h()[objects[i]];
    }

    public Box box(int i) {
        return new Box(x(i), y(i), w(i), h(i));
    }

    /** The score, {@code NaN} where there is none. */
    public double confidence(int i) {
        return column.confidence()[objects[i]];
    }

    public String id(int i) {
        return column.id(objects[i]);
    }

    /** An attribute's value, {@code null} when missing. */
    public @Nullable Object attribute(int i, String name) {
        return column.value(objects[i], name);
    }

    /** The labels of one sample. */
    public List<Detection> of(int sample) {
        List<Detection> own = new ArrayList<>();
        for (int i = start(sample); i < end(sample); i++) {
            own.add(column.detection(objects[i]));
        }
        return own;
    }

    @Override
    public String toString() {
        return "Detections[" + size() + " labels of " + samples() + " samples]";
    }
}
