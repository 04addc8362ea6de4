package dev.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.winnow.display.Comm;
import dev.winnow.display.Comms;
import dev.winnow.display.Display;
import dev.winnow.display.DisplayHandle;
import dev.winnow.display.MimeBundle;
import dev.winnow.display.Renderers;
import dev.winnow.show.ShowRenderers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** What a front end that pages through a table is told. */
class TableSessionTest {
    private static final String HOSTILE = "<script>alert('x')</script>";

    private final DoubleColumn scores = DoubleColumn.create("score", 2, 10, Double.NaN, 2, -1);
    private final StringColumn words = StringColumn.create("word", "b", HOSTILE, "a", "B", "");
    private final Table table = Table.create("five", scores, words);

    @BeforeAll
    static void register() {
        ShowRenderers.register();
        AppRenderers.register();
    }

    private static JsonObject ask(Table table, String params) {
        JsonObject request = AppJson.parse("{\"id\":1,\"method\":\"rows\",\"params\":" + params + "}");
        return new TableSession(table).answers().answer(AppMessage.of(request)).body();
    }

    private static List<String> column(JsonObject answer, int column) {
        JsonArray rows = answer.getAsJsonObject("result").getAsJsonArray("rows");
        return StreamSupport.stream(rows.spliterator(), false)
                .map(JsonElement::getAsJsonArray)
                .map(row -> row.get(column).getAsString())
                .toList();
    }

    @Test
    void a_front_end_begins_with_the_columns_and_the_number_of_rows() {
        JsonObject hello = new TableSession(table).hello();
        assertThat(hello.get("panel").getAsString()).isEqualTo("table");
        assertThat(hello.get("count").getAsInt()).isEqualTo(5);
        assertThat(hello.getAsJsonArray("columns").toString())
                .isEqualTo("[{\"name\":\"score\",\"type\":\"double\",\"number\":true,\"width\":8},"
                        + "{\"name\":\"word\",\"type\":\"string\",\"number\":false,\"width\":27}]");
    }

    @Test
    void the_windows_of_a_table_are_the_table() {
        Table thousand = Table.create(
                "thousand",
                StringColumn.create(
                        "n", IntStream.range(0, 1234).mapToObj(i -> "row " + i).toList()));
        List<String> all = new ArrayList<>();
        for (int from = 0; from < 1300; from += 100) {
            all.addAll(column(ask(thousand, "{\"from\":" + from + ",\"count\":100}"), 0));
        }
        assertThat(all).isEqualTo(thousand.stringColumn("n").asList());
        assertThat(column(ask(thousand, "{\"from\":0,\"count\":100000}"), 0)).hasSize(500);
        assertThat(column(ask(thousand, "{\"from\":2147483647}"), 0)).isEmpty();
    }

    @Test
    void numbers_sort_by_size_and_texts_by_text_with_missing_last_both_ways_and_ties_as_they_came() {
        String rows = "{\"from\":0,\"count\":9,\"sort\":%d,\"descending\":%b}";
        assertThat(column(ask(table, rows.formatted(0, false)), 1)).containsExactly("", "b", "B", HOSTILE, "a");
        assertThat(column(ask(table, rows.formatted(0, true)), 1)).containsExactly(HOSTILE, "b", "B", "", "a");
        assertThat(column(ask(table, rows.formatted(1, false)), 1)).containsExactly(HOSTILE, "B", "a", "b", "");
        assertThat(column(ask(table, rows.formatted(1, true)), 1)).containsExactly("b", "a", "B", HOSTILE, "");
        DateColumn days = DateColumn.create(
                "day", LocalDate.of(2026, 10, 2), LocalDate.of(2026, 9, 30), LocalDate.of(2025, 12, 31));
        assertThat(column(ask(Table.create("days", days), rows.formatted(0, false)), 0))
                .containsExactly("2025-12-31", "2026-09-30", "2026-10-02");
    }

    @Test
    void a_sort_follows_rows_that_a_cell_added() {
        TableSession session = new TableSession(table);
        JsonObject request = AppJson.parse("{\"id\":1,\"method\":\"rows\",\"params\":{\"sort\":0}}");
        assertThat(column(session.answers().answer(AppMessage.of(request)).body(), 0))
                .hasSize(5);
        table.append(table.first(1));
        assertThat(column(session.answers().answer(AppMessage.of(request)).body(), 0))
                .hasSize(6);
    }

    @Test
    void a_column_that_is_not_there_and_a_question_for_samples_are_refused_in_a_sentence() {
        assertThat(ask(table, "{\"sort\":2}").get("error").getAsString())
                .isEqualTo("The table has 2 columns, none at 2.");
        JsonObject other = AppJson.parse("{\"id\":1,\"method\":\"page\"}");
        assertThat(new TableSession(table)
                        .answers()
                        .answer(AppMessage.of(other))
                        .body()
                        .get("error")
                        .getAsString())
                .isEqualTo("A table is asked for 'rows', not for 'page'.");
    }

    /** A page of Jupyter: it shows nothing and its comms exist. */
    private static final Display PAGE = new Display() {
        @Override
        public DisplayHandle publish(MimeBundle bundle) {
            return replacement -> {};
        }

        @Override
        public Comms comms() {
            return (target, data, metadata, buffers) -> Optional.empty();
        }
    };

    private static MimeBundle inJupyter(Table shown) {
        Display before = Display.use(PAGE);
        try {
            return Renderers.render(shown);
        } finally {
            Display.use(before);
        }
    }

    @Test
    void a_table_that_does_not_fit_is_live_in_jupyter_above_its_picture_and_a_small_one_is_its_picture() {
        Table large = Table.create(
                "large",
                StringColumn.create(
                        "n", IntStream.range(0, 13).mapToObj(i -> HOSTILE + i).toList()));
        MimeBundle live = inJupyter(large);
        assertThat(live.data()).containsKey(AppComms.TYPE);
        assertThat(live.data().get(MimeBundle.HTML).toString())
                .contains("the first 12 of 13 rows × 1 columns")
                .doesNotContain("<script>alert");
        assertThat(Renderers.render(large).data()).containsOnlyKeys(MimeBundle.TEXT, MimeBundle.HTML);
        assertThat(inJupyter(large.first(12)).data()).containsOnlyKeys(MimeBundle.TEXT, MimeBundle.HTML);
        assertThat(inJupyter(large.first(12)).data().get(MimeBundle.HTML).toString())
                .contains("12 rows × 1 columns")
                .doesNotContain("the first");
    }

    @Test
    void a_comm_opened_on_the_output_gives_its_rows() throws InterruptedException {
        Table large = Table.create(
                "large",
                StringColumn.create(
                        "n", IntStream.range(0, 300).mapToObj(i -> HOSTILE + i).toList()));
        Object app = inJupyter(large).data().get(AppComms.TYPE);
        FrontEnd page = new FrontEnd();
        Comms.target("dev.winnow.app")
                .orElseThrow()
                .accept(
                        page,
                        new Comm.Message(Map.of("session", ((Map<?, ?>) app).get("session")), Map.of(), List.of()));
        assertThat(page.said.take()).containsEntry("event", "welcome");
        page.says(Map.of("id", 1L, "method", "greet"));
        assertThat(page.said.take()).containsEntry("event", "hello").containsEntry("count", 300L);
        page.says(Map.of("id", 2L, "method", "rows", "params", Map.of("from", 250L, "count", 1L)));
        assertThat(page.said.take())
                .containsEntry("id", 2L)
                .containsEntry("result", Map.of("rows", List.of(List.of(HOSTILE + 250)), "total", 300L));
    }

    /** The other end of a comm: keeps what the kernel sends. */
    private static final class FrontEnd implements Comm {
        private final BlockingQueue<Map<String, Object>> said = new LinkedBlockingQueue<>();
        private Consumer<Message> handler = message -> {};

        void says(Map<String, Object> data) {
            handler.accept(new Message(data, Map.of(), List.of()));
        }

        @Override
        public String id() {
            return "1";
        }

        @Override
        public String target() {
            return "dev.winnow.app";
        }

        @Override
        public void send(Map<String, ?> data, List<byte[]> buffers) {
            said.add(new HashMap<>(data));
        }

        @Override
        public void onMessage(Consumer<Message> handler) {
            this.handler = handler;
        }

        @Override
        public void onClose(Runnable handler) {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
