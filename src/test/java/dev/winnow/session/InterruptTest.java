package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an interrupt ends. The milliseconds it took are printed, and no test fails for them. */
@Timeout(30)
class InterruptTest {
    private static JavaSession session;

    @BeforeAll
    static void start() {
        session = JavaSession.builder()
                .startup("import java.util.*;", "import java.util.concurrent.*;", "import java.util.stream.*;")
                .build();
        session.run(
                """
                long c = 0; boolean cleaned = false; int kept = 7;
                int deep(int n) { return n == 0 ? 0 : deep(n - 1) + deep(n - 1); }
                class Spin { long n; void go() { while (true) n++; } }
                String backtracking = "(?:(a+)+)\\\\1b"; String text = "a".repeat(40);
                Thread other = null;
                """,
                Output.NONE);
        assertThat(session.variable("kept")).isEqualTo(7);
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    /** Runs the code, interrupts it once it has begun, and gives its result. */
    private static CellResult interrupted(String code) throws InterruptedException {
        List<CellResult> results = new ArrayList<>();
        long[] ended = new long[1];
        CountDownLatch begun = new CountDownLatch(1);
        Thread runner = new Thread(() -> {
            results.add(session.run(code, new Output() {
                @Override
                public void stdout(String printed) {
                    begun.countDown();
                }

                @Override
                public void stderr(String printed) {}
            }));
            ended[0] = System.nanoTime();
        });
        runner.start();
        begun.await();
        while (isPrinting()) {
            Thread.onSpinWait();
        }
        long from = System.nanoTime();
        session.interrupt();
        runner.join();
        System.out.printf(
                "stopped after %4.0f ms: %s%n",
                (ended[0] - from) / 1e6, code.strip().replace("\n", " "));
        return results.get(0);
    }

    /** Whether the cell has not yet come back from printing that it has begun. */
    private static boolean isPrinting() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("cell"))
                .anyMatch(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().equals(java.io.PrintStream.class.getName())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thread.sleep(60_000);",
                "while (true) {}",
                "for (;;) { c++; }",
                "for (int i = 0; i < Integer.MAX_VALUE; i++) c += i % 7 / 3;\nfor (;;) {}",
                "deep(60)",
                "Stream.generate(() -> 1).forEach(x -> {});",
                "IntStream.range(0, 8).parallel().forEach(i -> { while (true) {} });",
                "new java.io.PipedInputStream(new java.io.PipedOutputStream()).read();",
                "new LinkedBlockingQueue<String>().take()",
                "synchronized (text) { text.wait(); }",
                "new Spin().go();",
                "Runnable spin = () -> { while (true) {} };\nspin.run();",
                "other = new Thread(new Spin()::go); other.setDaemon(true); other.start(); other.join();",
                "other = new Thread(new Spin()::go); other.setDaemon(true); other.start(); com.google.common.util.concurrent.Uninterruptibles.joinUninterruptibly(other);",
                "text.matches(backtracking)",
                "text.split(backtracking)",
                "text.replaceAll(backtracking, \"\")",
                "java.util.regex.Pattern.compile(backtracking).matcher(text).find()",
                "while (true) try { Thread.sleep(50); } catch (InterruptedException e) {}",
                "while (true) { try { while (true) {} } catch (Throwable t) { c++; } }",
                "class Loading { static int x = 0; static { while (x == 0) {} } }\nLoading.x"
            })
    void an_interrupt_ends_the_cell_and_keeps_the_variables(String code) throws InterruptedException {
        CellResult result = interrupted("System.out.print('.');\n" + code);
        assertThat(result.error().map(CellError::name)).contains("Interrupted");
        assertThat(result.error().orElseThrow().traceback()).hasSize(1);
        assertThat(session.run("kept", Output.NONE).value()).contains(7);
    }

    @Test
    void finally_blocks_run() throws InterruptedException {
        interrupted(
                "try { System.out.print('.'); while (true) {} } finally { for (int i = 0; i < 1000; i++) c = i; cleaned = true; }");
        assertThat(session.variable("cleaned")).isEqualTo(true);
        assertThat(session.variable("c")).isEqualTo(999L);
    }

    @Test
    void what_follows_a_swallowed_interrupt_does_not_run() throws InterruptedException {
        interrupted(
                "c = -1;\ntry { System.out.print('.'); Thread.sleep(60_000); } catch (InterruptedException e) {}\nc = -2;");
        assertThat(session.variable("c")).isEqualTo(-1L);
    }

    @Test
    void a_call_that_cannot_be_stopped_is_left_behind_and_said_to_be() throws InterruptedException {
        // A thread of the JVM's own does not stop for it: waiting for a monitor.
        CellResult result = interrupted(
                """
                var held = new Object();
                var locked = new CountDownLatch(1);
                var holder = new Thread(() -> { synchronized (held) { locked.countDown(); while (true) try { Thread.sleep(60_000); } catch (InterruptedException e) {} } });
                holder.setDaemon(true); holder.start(); locked.await();
                var waiting = Thread.currentThread();
                var watch = new Thread(() -> { while (waiting.getState() != Thread.State.BLOCKED) Thread.onSpinWait(); System.out.print('.'); });
                watch.start();
                synchronized (held) {}
                """);
        assertThat(String.join("\n", result.error().orElseThrow().traceback())).contains("still running");
        assertThat(session.run("kept", Output.NONE).value()).contains(7);
    }

    @Test
    void a_regular_expression_gives_what_it_gives_elsewhere() {
        assertThat(session.run(
                                "List.of(\"a1b22\".replaceAll(\"[0-9]+\", \"<$0>\"), String.join(\"|\", \"a,b,,\".split(\",\")), "
                                        + "\"a,b\".split(\",\", 1).length, \"x\".matches(\"x\"), \"aa\".replaceFirst(\"a\", \"b\"))",
                                Output.NONE)
                        .value())
                .contains(List.of("a<1>b<22>", "a|b", 1, true, "ba"));
    }

    @Test
    void an_interrupt_between_cells_does_nothing() {
        session.interrupt();
        assertThat(session.run("kept", Output.NONE).value()).contains(7);
    }
}
