package dev.winnow.store;

import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Labelled boxes as a struct of arrays: the objects of sample r are {@code start[r]} to {@code start[r + 1]}. A sample whose list
 * is missing has no objects and is not {@code present}.
 */
public final class DetectionColumn implements ObjectColumn {
    private final int rows;
    private final Lazy<LabelArrays> parts;

    DetectionColumn(LabelArrays parts) {
        this(parts.start().length - 1, Lazy.of(parts));
    }

    DetectionColumn(int rows, Lazy<LabelArrays> parts) {
        this.rows = rows;
        this.parts = parts;
    }

    @Override
    public DetectionColumn objects() {
        return this;
    }

    static DetectionColumn empty(int rows) {
        return new DetectionBuilder(rows, 0).missing(rows).build();
    }

    LabelArrays parts() {
        return parts.get();
    }

    public int[] start() {
        return parts().start();
    }

    public BitSet present() {
        return parts().present();
    }

    public int[] label() {
        return parts().label();
    }

    public StringDictionary labels() {
        return parts().labels();
    }

    public double[] x() {
        return parts().x();
    }

    public double[] y() {
        return parts().y();
    }

    public double[] w() {
        return parts().w();
    }

    public double[] h() {
        return parts().h();
    }

    /** The first object of a row among all objects; that of the row after the last is their number. */
    public int first(int row) {
        return start()[row];
    }

    public double[] confidence() {
        return parts().confidence();
    }

    public Map<String, @Nullable Object[]> attributes() {
        return parts().attributes();
    }

    public String id(int object) {
        return parts().ids().get(object);
    }

    /** A column that knows the objects of one row: this one, or while it is not read its first rows alone. */
    public DetectionColumn near(int row) {
        return parts.isRead() ? this : new DetectionColumn(rows, Lazy.of(parts.near(row)));
    }

    @SuppressWarnings("unchecked")
    public List<String> tags(int object) {
        @Nullable Object[] all = parts().tags();
        Object own = all == null ? null : all[object];
        return own == null ? List.of() : (List<String>) own;
    }

    @Override
    public boolean isRead() {
        return parts.isRead();
    }

    @Override
    public FieldType type() {
        return FieldType.DETECTIONS;
    }

    @Override
    public int rows() {
        return rows;
    }

    public int size() {
        return label().length;
    }

    /** The object of a row that has this id, or -1. */
    public int find(int row, String wanted) {
        return parts().ids().find(wanted, start()[row], start()[row + 1]);
    }

    public String labelOf(int object) {
        LabelArrays own = parts();
        return own.labels().value(own.label()[object]);
    }

    /** What a path relative to the label means for one object. */
    @Nullable
    public Object value(int object, String name) {
        LabelArrays own = parts();
        return switch (name) {
            case "label" -> labelOf(object);
            case "confidence" -> Double.isNaN(own.confidence()[object]) ? null : (Object) own.confidence()[object];
            case "id" -> id(object);
            case "tags" -> tags(object);
            case "bounding_box" -> List.of(own.x()[object], own.y()[object], own.w()[object], own.h()[object]);
            default -> {
                @Nullable Object[] values = own.attributes().get(name);
                yield values == null ? null : values[object];
            }
        };
    }

    public Detection detection(int object) {
        LabelArrays own = parts();
        Map<String, Object> attributes = own.attributes().isEmpty() ? Map.of() : new LinkedHashMap<>();
        own.attributes().forEach((name, values) -> {
            Object value = values[object];
            if (value != null) {
                attributes.put(name, value);
            }
        });
        return new Detection(
                id(object),
                labelOf(object),
                new Box(own.x()[object], own.y()[object], own.w()[object], own.h()[object]),
                own.confidence()[object],
                tags(object),
                attributes);
    }

    @Override
    public @Nullable List<Detection> get(int row) {
        if (!present().get(row)) {
            return null;
        }
        int[] start = start();
        List<Detection> all = new ArrayList<>(start[row + 1] - start[row]);
        for (int i = start[row]; i < start[row + 1]; i++) {
            all.add(detection(i));
        }
        return all;
    }

    @Override
    public DetectionColumn with(int[] changedRows, List<? extends @Nullable Object> changes) {
        DetectionColumn edited = LabelsInPlace.with(this, changedRows, changes);
        return edited == null ? rebuilt(changedRows, changes) : edited;
    }

    private DetectionColumn rebuilt(int[] changedRows, List<? extends @Nullable Object> changes) {
        int[] change = Column.changeOfRow(rows, changedRows);
        int more = 0;
        for (Object value : changes) {
            more += value instanceof List<?> list ? list.size() : 0;
        }
        DetectionBuilder builder = new DetectionBuilder(rows, Math.addExact(size(), more));
        int row = 0;
        while (row < rows) {
            if (change[row] < 0) {
                int first = row;
                while (row < rows && change[row] < 0) {
                    row++;
                }
                builder.copy(this, first, row);
                continue;
            }
            Object value = changes.get(change[row]);
            if (value == null) {
                builder.missing(1);
            } else if (value instanceof List<?> list) {
                builder.row(list);
            } else {
                throw Column.cannotHold(type(), value);
            }
            row++;
        }
        return builder.build();
    }

    @Override
    public DetectionColumn select(int[] positions) {
        DetectionBuilder builder = new DetectionBuilder(positions.length, size());
        int i = 0;
        while (i < positions.length) {
            int first = i++;
            if (positions[first] < 0) {
                builder.missing(1);
                continue;
            }
            while (i < positions.length && positions[i] == positions[i - 1] + 1) {
                i++;
            }
            builder.copy(this, positions[first], positions[i - 1] + 1);
        }
        return builder.build();
    }

    /** The column with an attribute under another name, or without it where that is empty. */
    public DetectionColumn withoutAttribute(String name, String newName) {
        Map<String, @Nullable Object[]> attributes = new LinkedHashMap<>(attributes());
        @Nullable Object[] values = attributes.remove(name);
        if (values != null && !newName.isEmpty()) {
            attributes.put(newName, values);
        }
        return new DetectionColumn(parts().withAttributes(attributes));
    }

    /** The column with other labels for all objects. */
    public DetectionColumn relabelled(int[] codes, StringDictionary dictionary) {
        return new DetectionColumn(parts().withLabels(codes, dictionary));
    }

    /** The column with other confidences for all objects, {@code NaN} for none. */
    public DetectionColumn rescored(double[] scores) {
        return new DetectionColumn(parts().withConfidence(scores));
    }

    /** The column with one attribute of some objects replaced; {@code null} takes it away. */
    public DetectionColumn withAttribute(String name, int[] objects, List<?> values) {
        @Nullable Object[] before = attributes().get(name);
        @Nullable Object[] changed = before == null ? new @Nullable Object[size()] : before.clone();
        for (int i = 0; i < objects.length; i++) {
            changed[objects[i]] = values.get(i);
        }
        Map<String, @Nullable Object[]> all = new LinkedHashMap<>(attributes());
        if (Arrays.stream(changed).allMatch(Objects::isNull)) {
            all.remove(name);
        } else {
            all.put(name, changed);
        }
        return new DetectionColumn(parts().withAttributes(all));
    }

    @Override
    public int items(int from, int to) {
        return start()[to] - start()[from];
    }

    @Override
    public boolean sameRows(Column before, int from, int to) {
        return parts().same(((DetectionColumn) before).parts(), from, to);
    }

    @Override
    public DetectionColumn grow(int count) {
        int[] grown = Arrays.copyOf(start(), rows + count + 1);
        Arrays.fill(grown, rows + 1, grown.length, grown[rows]);
        return new DetectionColumn(parts().withStart(grown));
    }

    @Override
    public void write(ChunkWriter out, int from, int to) {
        parts().write(out, from, to);
    }

    static Assembly assembly(int rows, int objects) {
        return new LabelAssembly(rows, objects);
    }
}
