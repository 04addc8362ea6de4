package dev.winnow.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelsInPlaceTest {
    private final Random random = new Random(3);

    private Detection label(String id) {
        Detection label = new Detection(
                id,
                "class " + random.nextInt(3),
                new Box(random.nextInt(3) / 4.0, 0.25, 0.25, 0.25),
                random.nextBoolean() ? Double.NaN : random.nextInt(3) / 4.0,
                random.nextInt(3) == 0 ? List.of("tag " + random.nextInt(2)) : List.of(),
                java.util.Map.of());
        return random.nextInt(3) == 0 ? label.with("seen", (long) random.nextInt(2)) : label;
    }

    /** Every list of labels that was ever set is there, in whatever way the column changed, and the older column is as it was. */
    @Test
    void an_edit_changes_its_rows_and_nothing_else() {
        int rows = 40;
        Column column = DetectionColumn.empty(rows);
        List<List<Detection>> expected = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            expected.add(null);
        }
        int inPlace = 0;
        for (int turn = 0; turn < 3000; turn++) {
            List<List<Detection>> older = new ArrayList<>(expected);
            int row = random.nextInt(rows);
            List<Detection> now = new ArrayList<>();
            List<Detection> then = expected.get(row);
            if (then != null && random.nextInt(4) > 0) {
                for (Detection one : then) {
                    now.add(random.nextInt(3) == 0 ? label(one.id()) : one);
                }
            } else {
                for (int i = random.nextInt(4); i > 0; i--) {
                    now.add(label(Ids.of(turn + "/" + i)));
                }
            }
            inPlace += LabelsInPlace.with((DetectionColumn) column, new int[] {row}, List.of(now)) == null ? 0 : 1;
            Column changed = column.with(new int[] {row}, List.of(now));
            expected.set(row, now);
            for (int i = 0; i < rows; i++) {
                assertThat(changed.get(i)).isEqualTo(expected.get(i));
                assertThat(column.get(i)).isEqualTo(older.get(i));
                boolean same = java.util.Objects.equals(expected.get(i), older.get(i));
                if (changed.sameRows(column, i, i + 1)) {
                    assertThat(same).as("rows that are said to be the same are").isTrue();
                }
            }
            column = changed;
        }
        assertThat(inPlace).as("edits that copied no more than they change").isBetween(500, 2900);
    }
}
