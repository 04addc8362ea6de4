package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.session.JavaSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a connection is said in one sentence that never quotes the key. */
class ConnectionFileTest {
    private static final String GOOD =
            "{'transport':'tcp','ip':'127.0.0.1','shell_port':1,'iopub_port':2,'stdin_port':3,'control_port':4,'hb_port':5,"
                    + "'key':'secret','signature_scheme':'hmac-sha256'}";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("kernel-1.json"), text.replace('\'', '"'));
    }

    @Test
    void a_file_of_jupyter_is_read_and_printed_without_its_key() throws IOException {
        ConnectionFile read = ConnectionFile.read(file(GOOD));
        assertThat(read.port(Channel.CONTROL)).isEqualTo(4);
        assertThat(read).hasToString("connection at tcp://127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            'shell_port':1,    |                       | it lacks shell_port
            'iopub_port':2     | 'iopub_port':'two'    | its iopub_port is no port between 1 and 65535
            'hb_port':5        | 'hb_port':70000       | its hb_port is no port between 1 and 65535
            'transport':'tcp'  | 'transport':'pgm'     | its transport is 'pgm' instead of tcp or ipc
            'key':'secret'     | 'key':['secret']      | its key is no text
            hmac-sha256        | hmac-md5              | its signature_scheme 'hmac-md5' is none of hmac-sha1, hmac-sha256, hmac-sha384, hmac-sha512
            'key':'secret'     | 'key':'secret         | it is not JSON
            """)
    void a_malformed_file_is_refused_by_what_is_wrong(String replace, String by, String why) throws IOException {
        Path file = file(GOOD.replace(replace.replace("''", "'"), by == null ? "" : by));
        assertThatThrownBy(() -> ConnectionFile.read(file))
                .hasMessage(file + " is no Jupyter connection file: " + why + ".")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> ConnectionFile.read(folder.resolve("none.json")))
                .hasMessage("There is no connection file " + folder.resolve("none.json")
                        + "; Jupyter writes one before it starts a kernel.");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such permissions")
    void a_file_that_others_can_read_becomes_its_owners_alone() throws IOException {
        Path file = file(GOOD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(ConnectionFile.read(file).key()).isEqualTo("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_taken_port_is_named_and_the_others_are_let_go() throws IOException {
        ConnectionFile connection = TestClient.freePorts();
        try (ServerSocket other = new ServerSocket(connection.stdin_port(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() ->
                            new Kernel(connection, () -> JavaSession.builder().build()))
                    .hasMessage(
                            "Cannot listen on tcp://127.0.0.1:" + other.getLocalPort()
                                    + ": another program has that port. Start the kernel again, so that Jupyter picks other ports.");
        }
        new ServerSocket(connection.shell_port(), 1, InetAddress.getLoopbackAddress()).close();
    }
}
