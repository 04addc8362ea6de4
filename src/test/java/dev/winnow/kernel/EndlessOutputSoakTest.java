package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells that print or show without end hold no more memory after a minute than after ten seconds: {@code -Dwinnow.soak=true}. */
@EnabledIfSystemProperty(named = "winnow.soak", matches = "true")
class EndlessOutputSoakTest {
    private static final long MEGABYTE = 1 << 20;
    private static TestClient client;

    @BeforeAll
    static void start() throws IOException {
        client = TestClient.withKernel();
        client.run("import dev.winnow.display.*; var shown = Display.show(\"first\");");
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    /** The most that was alive after a collection, of several while the cell goes on. */
    private static long alive() {
        long most = 0;
        for (int i = 0; i < 5; i++) {
            System.gc();
            most = Math.max(
                    most,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return most;
    }

    private static void readFor(long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        client.socket(Channel.IOPUB).setReceiveTimeOut(100);
        while (System.nanoTime() < end) {
            client.socket(Channel.IOPUB).recv();
        }
        client.socket(Channel.IOPUB).setReceiveTimeOut(30_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) System.out.println(\"x\".repeat(200));",
                "while (true) { System.out.print('a'); System.err.print('b'); }",
                "while (true) Display.show((Object) \"y\".repeat(200));",
                "while (true) shown.update(MimeBundle.text(\"z\"));"
            })
    void memory_is_flat_and_the_cell_can_be_stopped(String endless) {
        String id = client.execute(endless);
        readFor(10);
        long early = alive();
        readFor(50);
        long late = alive();
        System.out.printf("%s%n  alive after 10 s: %.1f MB, after 60 s: %.1f MB%n", endless, early / 1e6, late / 1e6);
        client.send(Channel.CONTROL, "interrupt_request", new JsonObject());
        client.receive(Channel.CONTROL);
        assertThat(client.reply().text("ename")).isEqualTo("Interrupted");
        client.published(id);
        assertThat(client.run("1 + 1").value()).isEqualTo("2");
        assertThat(late - early).isLessThan(10 * MEGABYTE);
    }
}
