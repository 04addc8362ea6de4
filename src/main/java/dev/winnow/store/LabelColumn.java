package dev.winnow.store;

import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.label.Label;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Labels that are no boxes, kept as objects whose box is not a number; what else they have is among the attributes. */
public record LabelColumn(FieldType type, DetectionColumn objects) implements ObjectColumn {
    static LabelColumn empty(FieldType type, int rows) {
        return new LabelColumn(type, DetectionColumn.empty(rows));
    }

    @Override
    public int rows() {
        return objects.rows();
    }

    @Override
    public boolean isRead() {
        return objects.isRead();
    }

    @Override
    public @Nullable Object get(int row) {
        List<Detection> own = objects.get(row);
        if (own == null) {
            return null;
        }
        List<Label> labels =
                own.stream().map(object -> StoredLabels.label(type, object)).toList();
        return type.isOneLabel() ? labels.get(0) : labels;
    }

    @Override
    public LabelColumn with(int[] rows, List<? extends @Nullable Object> values) {
        List<@Nullable Object> changed = new ArrayList<>(values.size());
        values.forEach(value -> changed.add(value == null ? null : StoredLabels.objects(type, value)));
        return new LabelColumn(type, objects.with(rows, changed));
    }

    @Override
    public LabelColumn select(int[] positions) {
        return new LabelColumn(type, objects.select(positions));
    }

    @Override
    public LabelColumn grow(int count) {
        return new LabelColumn(type, objects.grow(count));
    }

    @Override
    public void write(ChunkWriter out, int from, int to) {
        objects.write(out, from, to);
    }

    @Override
    public int items(int from, int to) {
        return objects.items(from, to);
    }

    @Override
    public boolean sameRows(Column before, int from, int to) {
        return objects.sameRows(((LabelColumn) before).objects, from, to);
    }

    static Assembly assembly(FieldType type, int rows, int items) {
        Assembly inner = DetectionColumn.assembly(rows, items);
        return new Assembly() {
            @Override
            public void add(ChunkReader in, int count) {
                inner.add(in, count);
            }

            @Override
            public Column done() {
                return new LabelColumn(type, (DetectionColumn) inner.done());
            }
        };
    }
}
