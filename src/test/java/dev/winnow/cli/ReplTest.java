package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.session.JavaSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prompt, typed at through a terminal of JLine's with its line discipline: keys go in as bytes, the screen comes out as text. */
class ReplTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String CTRL_R = "\u0012";

    private static JavaSession session;

    @TempDir
    Path folder;

    private PipedOutputStream keys = new PipedOutputStream();
    private final Screen screen = new Screen();
    private Terminal terminal;
    private CompletableFuture<Void> ended;

    /** What was written, without the codes that move and colour; {@link #after} waits for what must come next. */
    private static final class Screen extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int read;

        @Override
        public synchronized void write(int one) {
            bytes.write(one);
            notifyAll();
        }

        synchronized String raw() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        private String text() {
            return bytes.toString(StandardCharsets.UTF_8)
                    .replaceAll("\u001b\\[[?>]?[0-9;]*[ -/]*[@-~]|\u001b[=>]|\r", "");
        }

        /** Waits until {@code wanted} stands behind what was waited for before. */
        synchronized void after(String wanted) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (text().indexOf(wanted, read) < 0) {
                long left = end - System.nanoTime();
                assertThat(left)
                        .as("waiting for '%s' in: %s", wanted, text().substring(read))
                        .isPositive();
                TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)));
            }
            read = text().indexOf(wanted, read) + wanted.length();
        }
    }

    @BeforeAll
    static void startSession() {
        session = JavaSession.builder()
                .startup("import java.util.*;", "import static dev.winnow.display.CellFunctions.*;")
                .build();
    }

    @AfterAll
    static void endSession() {
        session.close();
    }

    @BeforeEach
    void open() throws Exception {
        start(true);
        screen.after("In [1]: ");
    }

    private void start(boolean color) throws IOException {
        keys = new PipedOutputStream();
        // Not the builder's: on a pty of ours Ctrl-C would be a signal to nobody.
        terminal = new ExternalTerminal(
                "test", "xterm-256color", new PipedInputStream(keys, 1 << 16), screen, StandardCharsets.UTF_8);
        terminal.setSize(Size.of(100, 30));
        Repl repl = new Repl(terminal, CompletableFuture.completedFuture(session), folder.resolve("history"), color);
        ended = CompletableFuture.runAsync(() -> {
            try {
                repl.run();
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        session.interrupt();
        terminal.close();
    }

    private void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    @Test
    void code_of_several_lines_runs_once_it_is_whole_and_is_kept_in_the_history() throws Exception {
        type("int six() {\r");
        screen.after("...: ");
        type("return 6; }\r");
        screen.after("In [2]: ");
        type("six() * 7\r");
        screen.after("42\n");
        type(CTRL_R + "retu");
        screen.after("return 6");
        type("\r");
        screen.after("In [4]: ");
        type(CTRL_D);
        ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(Files.readString(folder.resolve("history"))).contains("six() * 7", "return 6; }");
    }

    @Test
    void a_pasted_block_is_one_piece_of_code() throws Exception {
        type("\u001b[200~int a = 5;\nint b = 6;\na * b\u001b[201~");
        screen.after("a * b");
        type("\r");
        screen.after("30\n");
        screen.after("In [2]: ");
    }

    @Test
    void ctrl_c_stops_the_running_code_and_keeps_what_was_declared() throws Exception {
        type("int kept = 8; System.out.println(\"be\" + \"gun\"); while (true) {}\r");
        screen.after("begun\n");
        type(CTRL_C);
        screen.after("Interrupted");
        screen.after("In [2]: ");
        type("kept + 1\r");
        screen.after("9\n");
    }

    @Test
    void tab_completes_and_shows_first_the_signature() throws Exception {
        type("\"winnow\".toUpp\t");
        screen.after("toUpperCase");
        type(CTRL_C);
        screen.after("In [1]: ");
        type("Math.floorMod(\t");
        screen.after("int Math.floorMod(int x, int y)");
    }

    @Test
    void tab_lists_what_fits_and_again_walks_through_it() throws Exception {
        type("\"winnow\".to\t");
        screen.after("toCharArray()");
        screen.after("toUpperCase(");
        type("\t");
        screen.after("CharArray()");
        type("\r");
        type("\r");
        screen.after("In [2]: ");
    }

    @Test
    void tab_again_documents() throws Exception {
        type("Math.floorMod(\t");
        screen.after("int Math.floorMod(int x, int y)");
        screen.after("(Tab again: more)");
        type("\t");
        screen.after("long Math.floorMod(long x, long y)");
    }

    @Test
    void what_was_typed_is_found_by_the_next_prompt() throws Exception {
        type("1000 + 234\r");
        screen.after("1234\n");
        screen.after("In [2]: ");
        type(CTRL_D);
        ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        start(true);
        screen.after("In [1]: ");
        type(CTRL_R + "234");
        screen.after("1000 + 234");
        type("\r");
        screen.after("1234\n");
    }

    @Test
    void without_colour_nothing_is_coloured() throws Exception {
        type(CTRL_D);
        ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        int before = screen.raw().length();
        start(false);
        screen.after("In [1]: ");
        type("return 1 / 0;\r");
        screen.after("ArithmeticException");
        screen.after("In [2]: ");
        assertThat(screen.raw().substring(before)).doesNotContainPattern("\u001b\\[[0-9;]*[1-9][0-9;]*m");
    }

    @Test
    void an_error_shows_its_line_and_the_prompt_goes_on() throws Exception {
        type("int wrong = ;\r");
        screen.after("Cell In [1], line 1");
        screen.after("illegal start of expression");
        screen.after("In [2]: ");
    }

    @Test
    void a_picture_is_drawn_in_half_blocks() throws Exception {
        type("var image = new java.awt.image.BufferedImage(4, 4, java.awt.image.BufferedImage.TYPE_INT_RGB);\r");
        screen.after("In [2]: ");
        type("image.setRGB(0, 0, 0xff0000); image\r");
        screen.after("picture of 4 × 4 pixels\n");
        screen.after("▀▀▀▀\n▀▀▀▀\n");
    }

    @Test
    void a_table_is_laid_out_in_columns() throws Exception {
        type(
                "tech.tablesaw.api.Table.create(\"cars\", tech.tablesaw.api.StringColumn.create(\"name\", \"a\", \"b\"))\r");
        screen.after("cars");
        screen.after(" name  |\n--------\n    a  |\n    b  |\n");
    }

    @Test
    void keywords_are_coloured_as_they_are_typed() throws Exception {
        type("return");
        screen.after("return");
        assertThat(screen.raw()).containsPattern("\u001b\\[35;1m");
        assertThat(new JavaHighlighter(true).highlight("return 1;").toAnsi()).contains("\u001b[");
        assertThat(new JavaHighlighter(false).highlight("return 1;").toAnsi()).isEqualTo("return 1;");
    }
}
