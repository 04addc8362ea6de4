package dev.winnow.store;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Labels that are being read chunk by chunk, as {@link LabelArrays#write} wrote them. */
final class LabelAssembly implements Column.Assembly {
    private final int objects;
    private final int[] start;
    private final BitSet present;
    private final PackedIds ids = new PackedIds();
    private final int[] label;
    private final StringDictionary labels = new StringDictionary();
    private final double[][] numbers;
    private @Nullable Object @Nullable [] tags;
    private final Map<String, @Nullable Object[]> attributes = new LinkedHashMap<>();
    private int row;

    LabelAssembly(int rows, int objects) {
        this.objects = objects;
        start = new int[rows + 1];
        present = new BitSet(rows);
        label = new int[objects];
        numbers = new double[5][objects];
    }

    @Override
    public void add(ChunkReader in, int count) {
        if (row == 0) {
            ids.reserve(objects);
        }
        ListOffsets.read(in, start, present, row, count);
        int first = start[row];
        int own = start[row + count] - first;
        ids.read(in, own);
        int[] mapped = labels.addAll(StringDictionary.read(in));
        in.ints(label, first, own);
        for (int i = first; i < first + own; i++) {
            label[i] = mapped[label[i]];
        }
        for (double[] values : numbers) {
            in.doubles(values, first, own);
        }
        if (in.i8() == 1) {
            @Nullable Object[] all = tags == null ? new @Nullable Object[objects] : tags;
            AttributeCodec.read(in, all, first, own);
            tags = all;
        }
        for (int a = in.i32(); a > 0; a--) {
            AttributeCodec.read(
                    in, attributes.computeIfAbsent(in.text(), name -> new @Nullable Object[objects]), first, own);
        }
        row += count;
    }

    @Override
    public Column done() {
        attributes.values().removeIf(values -> Arrays.stream(values).allMatch(Objects::isNull));
        return new DetectionColumn(new LabelArrays(
                start,
                present,
                ids,
                label,
                labels,
                numbers[0],
                numbers[1],
                numbers[2],
                numbers[3],
                numbers[4],
                tags,
                attributes));
    }
}
