package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.expr.Field;
import dev.winnow.label.Classification;
import dev.winnow.label.Detection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TablesTest {
    private static final List<String> CLASSES =
            List.of("car", "van", "truck", "pedestrian", "cyclist", "tram", "misc", "sitting");

    @TempDir
    Path folder;

    private Dataset dataset() {
        Dataset dataset = Dataset.create(Home.at(folder), "tables", IfExists.FAIL);
        dataset.addSamples(List.of(
                SampleDraft.of("a.jpg")
                        .tag("x")
                        .tag("y")
                        .set("score", 0.5)
                        .set("n", 1)
                        .set("ok", true)
                        .set("weather", Classification.of("rain"))
                        .detections(
                                "gt",
                                List.of(Detection.of("car", 0, 0, 0.5, 0.5)
                                        .with("far", true)
                                        .with("px", 7))),
                SampleDraft.of("b.jpg").set("town", "Ulm").detections("gt", List.of())));
        return dataset;
    }

    @Test
    void a_table_of_samples_has_a_row_each_and_comes_back() {
        Dataset dataset = dataset();
        Table table = dataset.table();
        assertThat(table.rowCount()).isEqualTo(dataset.count());
        assertThat(table.columnNames())
                .containsExactly("id", "filepath", "tags", "score", "n", "ok", "weather", "gt", "town");
        assertThat(table.stringColumn("tags").asList()).containsExactly("x,y", "");
        assertThat(table.stringColumn("weather").asList()).containsExactly("rain", "");
        assertThat(table.longColumn("gt").asList()).containsExactly(1L, 0L);
        table.addColumns(
                table.doubleColumn("score").multiply(2).setName("twice"), StringColumn.create("note", "p", ""));
        table.longColumn("n").set(1, 5L);
        dataset.setValues(table);
        assertThat(dataset.values("twice")).containsExactly(1.0, null);
        assertThat(dataset.values("note")).containsExactly("p", null);
        assertThat(dataset.values("n")).containsExactly(1L, 5L);
        assertThat(dataset.values("ok")).containsExactly(true, null);
        assertThat(dataset.values("gt.label")).containsExactly(List.of("car"), List.of());
        assertThat(dataset.values("tags")).containsExactly(List.of("x", "y"), List.of());
        Table clash = Table.create(
                table.stringColumn("id"), DoubleColumn.create("b1", 1, 2), StringColumn.create("ok", "x", "y"));
        assertThatThrownBy(() -> dataset.setValues(clash)).hasMessageContaining("BOOLEAN field cannot hold x");
        assertThat(dataset.hasField("b1")).isFalse();
        assertThatThrownBy(() -> dataset.limit(1).setValues(table)).hasMessageContaining("no sample of this view");
        assertThatThrownBy(() -> dataset.setValues(Table.create(DoubleColumn.create("n", 1.0))))
                .hasMessageContaining("no column 'id'. Columns: n");
        assertThatThrownBy(() -> dataset.setValues(table.copy().append(table.first(1))))
                .hasMessageContaining("3 rows, but only 2 different ids");
    }

    @Test
    void a_table_of_labels_has_a_row_each_and_its_attributes_come_back() {
        Dataset dataset = dataset();
        Table objects = dataset.objects("gt");
        assertThat(objects.rowCount()).isEqualTo(dataset.count("gt"));
        assertThat(objects.columnNames()).contains("sample_id", "id", "label", "w", "far", "px");
        objects.addColumns(
                objects.doubleColumn("w").multiply(objects.doubleColumn("h")).setName("area"));
        dataset.setLabelValues("gt", objects.retainColumns("id", "area"));
        assertThat(dataset.filterLabels("gt", Field.of("area").eq(0.25)).count("gt"))
                .isEqualTo(1);
    }

    @Test
    void a_table_becomes_a_dataset() {
        Table table = Table.create(
                StringColumn.create("filepath", "p.jpg", "q.jpg"),
                StringColumn.create("tags", "a, b", ""),
                IntColumn.create("year", new int[] {2020, 2021}));
        Dataset made = Dataset.fromTable(Home.at(folder), "made", table, IfExists.FAIL);
        assertThat(made.count()).isEqualTo(table.rowCount());
        assertThat(made.first().tags()).containsExactly("a", "b");
        assertThat(made.values("year")).containsExactly(2020L, 2021L);
        assertThat(Dataset.fromTable(Home.at(folder), "made", table, IfExists.LOAD)
                        .count())
                .isEqualTo(2);
        assertThatThrownBy(() -> Dataset.fromTable(
                        Home.at(folder), "none", Table.create(StringColumn.create("x", "1")), IfExists.FAIL))
                .hasMessageContaining("no column 'filepath'");
        assertThat(Home.at(folder).exists("none")).isFalse();
    }

    private static Table labels(int rows, long seed) {
        Random random = new Random(seed);
        StringColumn label = StringColumn.create("label");
        IntColumn row = IntColumn.create("row");
        for (int i = 0; i < rows; i++) {
            label.append(CLASSES.get(random.nextInt(CLASSES.size())));
            row.append(i);
        }
        return Table.create("labels", label, row);
    }

    private static Table classes() {
        StringColumn label = StringColumn.create("label");
        IntColumn rank = IntColumn.create("rank");
        CLASSES.forEach(name -> {
            label.append(name);
            rank.append(CLASSES.indexOf(name));
        });
        return Table.create("classes", label, rank);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 8_193, 50_000})
    void every_row_finds_its_class(int rows) {
        Table joined = HashJoin.inner(labels(rows, rows), classes(), "label");
        assertThat(joined.rowCount()).isEqualTo(rows);
        for (int i = 0; i < rows; i++) {
            assertThat(joined.intColumn("row").getInt(i)).isEqualTo(i);
            assertThat(CLASSES.get(joined.intColumn("rank").getInt(i)))
                    .isEqualTo(joined.stringColumn("label").get(i));
        }
    }

    /** Why there is a join of our own: with one key in eight texts, Tablesaw 0.44.4 leaves out most rows of one class. */
    @Test
    @SuppressWarnings("deprecation")
    void tablesaws_own_join_loses_rows_of_which_ours_keeps_all() {
        Table many = labels(50_000, 7);
        int theirs = many.joinOn("label").inner(classes()).rowCount();
        assertThat(theirs).isLessThan(50_000);
        assertThat(HashJoin.inner(many, classes(), "label").rowCount()).isEqualTo(50_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_join_has_the_pairs_that_loops_find(long seed) {
        Random random = new Random(seed);
        Table left = random(random, 60, "a");
        Table right = random(random, 40, "b");
        String[] keys = seed % 2 == 0 ? new String[] {"word"} : new String[] {"word", "n"};
        List<String> pairs = new ArrayList<>();
        int alone = 0;
        for (int i = 0; i < left.rowCount(); i++) {
            int before = pairs.size();
            for (int j = 0; j < right.rowCount(); j++) {
                boolean fits = true;
                for (String key : keys) {
                    fits &= !left.column(key).isMissing(i)
                            && !right.column(key).isMissing(j)
                            && left.column(key)
                                    .getString(i)
                                    .equals(right.column(key).getString(j));
                }
                if (fits) {
                    pairs.add(left.intColumn("a").get(i) + "-"
                            + right.intColumn("b").get(j));
                }
            }
            alone += pairs.size() == before ? 1 : 0;
        }
        Table inner = HashJoin.inner(left, right, keys);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < inner.rowCount(); i++) {
            found.add(inner.intColumn("a").get(i) + "-" + inner.intColumn("b").get(i));
        }
        assertThat(found).isEqualTo(pairs);
        Table outer = HashJoin.leftOuter(left, right, keys);
        assertThat(outer.rowCount()).isEqualTo(pairs.size() + alone);
        assertThat(outer.intColumn("b").countMissing()).isEqualTo(alone);
        assertThat(outer.columnNames()).contains(keys.length == 1 ? "n_right" : "n");
    }

    private static Table random(Random random, int rows, String name) {
        StringColumn word = StringColumn.create("word");
        IntColumn n = IntColumn.create("n");
        IntColumn row = IntColumn.create(name);
        for (int i = 0; i < rows; i++) {
            word.append(random.nextInt(8) == 0 ? "" : "w" + random.nextInt(6));
            if (random.nextInt(8) == 0) {
                n.appendMissing();
            } else {
                n.append(random.nextInt(3));
            }
            row.append(i);
        }
        return Table.create(name, word, n, row);
    }

    @Test
    void a_join_changes_neither_table_and_names_what_is_missing() {
        Table left = labels(5, 1);
        Table right = classes();
        HashJoin.inner(left, right, "label").intColumn("row").set(0, 99);
        assertThat(left.intColumn("row").getInt(0)).isZero();
        assertThat(left.columnNames()).containsExactly("label", "row");
        assertThat(right.columnNames()).containsExactly("label", "rank");
        assertThatThrownBy(() -> HashJoin.inner(left, right, "row"))
                .hasMessageContaining("Column 'row' is not in the right table. Columns: label, rank");
        assertThatThrownBy(() -> HashJoin.inner(left, right)).hasMessageContaining("at least one column");
    }

    @Test
    void counts_of_a_table_agree_with_those_of_the_view() {
        Table many = labels(2_000, 3);
        Map<String, Integer> counted = new HashMap<>();
        many.stringColumn("label").forEach(label -> counted.merge(label, 1, Integer::sum));
        Table grouped = many.countBy("label");
        assertThat(grouped.rowCount()).isEqualTo(counted.size());
        for (int i = 0; i < grouped.rowCount(); i++) {
            assertThat(grouped.intColumn("Count").getInt(i)).isEqualTo(counted.get(grouped.getString(i, 0)));
        }
    }
}
