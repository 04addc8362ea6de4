package dev.winnow.kernel;

import com.google.gson.JsonObject;
import dev.winnow.session.JavaSession;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A kernel and its only client in one process, on real sockets: asks once for all that a notebook asks for, so that a class-data
 * archive made of this process holds what a start and first cells load.
 */
public final class Rehearsal {
    private static final int PATIENCE_MILLIS = 60_000;

    private Rehearsal() {}

    /** Plays {@code cells} through a kernel. Code that fails is fine: showing an error is part of the play. */
    public static void play(Supplier<JavaSession> session, List<String> cells) {
        ConnectionFile connection = freePorts();
        try (Kernel kernel = new Kernel(connection, session);
                Line published = new Line("SUB", connection.iopub_port());
                Line shell = new Line("DEALER", connection.shell_port())) {
            published.send(List.of(new byte[] {1}));
            Signer signer = new Signer(connection);
            ask(shell, signer, "kernel_info_request", new JsonObject());
            for (String cell : cells) {
                ask(shell, signer, "is_complete_request", Json.object("code", cell));
                ask(shell, signer, "execute_request", Json.object("code", cell));
            }
            String half = "String.valueO";
            ask(shell, signer, "complete_request", Json.object("code", half, "cursor_pos", half.length()));
            ask(shell, signer, "inspect_request", Json.object("code", "String", "cursor_pos", "String".length()));
            ask(shell, signer, "history_request", Json.object("hist_access_type", "tail", "n", 1));
            ask(shell, signer, "comm_info_request", new JsonObject());
            ask(shell, signer, "shutdown_request", Json.object("restart", false));
            kernel.awaitShutdown();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (IOException broken) {
            throw new UncheckedIOException("The rehearsal's line to its kernel broke", broken);
        }
    }

    private static void ask(Line shell, Signer signer, String type, JsonObject content) throws IOException {
        shell.send(signer.encode(new Message(
                Channel.SHELL,
                List.of(),
                Message.header(type, "rehearsal"),
                new JsonObject(),
                new JsonObject(),
                content,
                List.of())));
        String reply = type.replace("_request", "_reply");
        if (shell.receive().stream().noneMatch(frame -> new String(frame, StandardCharsets.UTF_8).contains(reply))) {
            throw new IllegalStateException("The kernel did not answer " + type + ".");
        }
    }

    /** A client's end of one connection. */
    private static final class Line implements AutoCloseable {
        private final Socket socket;
        private final FrameReader reader = new FrameReader(Signer.LARGEST);
        private final ArrayDeque<List<byte[]>> received = new ArrayDeque<>();

        Line(String socketType, int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            write(Zmtp.greeting());
            write(Zmtp.ready(socketType));
        }

        void send(List<byte[]> frames) throws IOException {
            write(Zmtp.message(frames));
        }

        private void write(ByteBuffer bytes) throws IOException {
            socket.getOutputStream().write(bytes.array(), 0, bytes.limit());
        }

        List<byte[]> receive() throws IOException {
            byte[] bytes = new byte[8192];
            while (received.isEmpty()) {
                int length = socket.getInputStream().read(bytes);
                if (length < 0) {
                    throw new EOFException("the kernel hung up");
                }
                try {
                    reader.take(ByteBuffer.wrap(bytes, 0, length), new FrameReader.Listener() {
                        @Override
                        public void message(List<byte[]> frames) {
                            received.add(frames);
                        }

                        @Override
                        public void command(byte[] body) {
                            // The kernel's READY.
                        }
                    });
                } catch (Zmtp.Malformed malformed) {
                    throw new IOException(malformed.getMessage(), malformed);
                }
            }
            return received.remove();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static ConnectionFile freePorts() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            int[] ports = sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            String key = UUID.randomUUID().toString();
            return new ConnectionFile(
                    "tcp", "127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], key, "hmac-sha256");
        } catch (IOException none) {
            throw new UncheckedIOException("No free ports on the loopback interface", none);
        }
    }
}
