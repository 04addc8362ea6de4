package dev.winnow.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.session.JavaSession;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The ipc transport, spoken to as libzmq does: ZMTP 3.0 through a socket in the file system. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Jupyter uses no ipc there")
class IpcTest {
    @TempDir
    Path folder;

    private ConnectionFile connection() {
        return new ConnectionFile("ipc", folder.resolve("kernel").toString(), 1, 2, 3, 4, 5, "key", "hmac-sha256");
    }

    private static Kernel kernel(ConnectionFile connection) {
        return new Kernel(connection, () -> JavaSession.builder().build());
    }

    private static byte[] read(SocketChannel socket, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            assertThat(socket.read(bytes)).as("the connection was closed").isPositive();
        }
        return bytes.array();
    }

    /** Says who we are and hears who the kernel is; then both may send. */
    private static void greet(SocketChannel socket) throws IOException {
        ByteBuffer greeting = ByteBuffer.allocate(64);
        greeting.put(0, (byte) 0xff).put(8, (byte) 1).put(9, (byte) 1).put(10, (byte) 3);
        greeting.put(12, "NULL".getBytes(StandardCharsets.US_ASCII));
        socket.write(greeting);
        assertThat(read(socket, 64)).startsWith(0xff).satisfies(bytes -> assertThat(bytes[9] & 1)
                .isOne());
        byte[] ready = "\4\33\5READY\13Socket-Type\0\0\0\6DEALER".getBytes(StandardCharsets.US_ASCII);
        ready[1] = (byte) (ready.length - 2);
        socket.write(ByteBuffer.wrap(ready));
        byte[] head = read(socket, 2);
        assertThat(new String(read(socket, head[1]), StandardCharsets.US_ASCII)).startsWith("\5READY");
    }

    @Test
    void a_client_that_comes_through_a_file_is_answered_and_the_file_is_its_owners() throws IOException {
        ConnectionFile connection = connection();
        Path heart = folder.resolve("kernel-5");
        try (Kernel kernel = kernel(connection);
                SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(heart))) {
            assertThat(kernel).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(heart)))
                    .isEqualTo("rw-------");
            greet(socket);
            byte[] beat = {0, 4, 'b', 'e', 'a', 't'};
            for (int i = 0; i < 3; i++) {
                socket.write(ByteBuffer.wrap(beat));
                assertThat(read(socket, beat.length)).isEqualTo(beat);
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_that_a_kernel_left_is_taken_over_and_one_that_is_in_use_is_named() throws IOException {
        Path stdin = folder.resolve("kernel-3");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(stdin));
            assertThatThrownBy(() -> kernel(connection()))
                    .hasMessage("Cannot listen on ipc://" + stdin
                            + ": another program does. Start the kernel again, so that Jupyter picks other names.");
        }
        assertThat(folder).isDirectoryContaining(stdin::equals);
        kernel(connection()).close();
        assertThat(folder).isEmptyDirectory();
    }
}
