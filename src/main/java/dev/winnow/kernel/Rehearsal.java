package dev.winnow.kernel;

import com.google.gson.JsonObject;
import dev.winnow.session.JavaSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

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
                ZContext context = new ZContext()) {
            ZMQ.Socket published = socket(context, SocketType.SUB);
            published.subscribe("");
            published.connect(connection.address(connection.iopub_port()));
            ZMQ.Socket shell = socket(context, SocketType.DEALER);
            shell.connect(connection.address(connection.shell_port()));
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
        }
    }

    private static ZMQ.Socket socket(ZContext context, SocketType type) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        // JeroMQ 0.6.0 at times never reads from a connection that it has just made; then it makes another.
        socket.setHandshakeIvl(1000);
        return socket;
    }

    private static void ask(ZMQ.Socket shell, Signer signer, String type, JsonObject content) {
        Message request = new Message(
                Channel.SHELL,
                List.of(),
                Message.header(type, "rehearsal"),
                new JsonObject(),
                new JsonObject(),
                content,
                List.of());
        List<byte[]> frames = signer.encode(request);
        for (int i = 0; i < frames.size(); i++) {
            shell.send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
        }
        String reply = type.replace("_request", "_reply");
        byte[] frame = shell.recv();
        boolean found = false;
        while (frame != null) {
            found |= new String(frame, StandardCharsets.UTF_8).contains(reply);
            if (!shell.hasReceiveMore()) {
                break;
            }
            frame = shell.recv();
        }
        if (!found) {
            throw new IllegalStateException("The kernel did not answer " + type + ".");
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
