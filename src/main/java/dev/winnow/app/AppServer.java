package dev.winnow.app;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.progress.DaemonThreads;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The App in a tab of a browser on this machine: one page, one module, and messages. A front end reads {@code /messages}, an answer
 * without end in which each message is its length and its bytes, and posts its requests to {@code /request}.
 *
 * <p>Listens on the loopback address alone and answers only who brings the token, under the address's own name (a page elsewhere that
 * points its name here is refused by {@code Host}) and from a page of its own ({@code Origin}). It serves no files: pictures go through
 * {@link AppMedia}.
 */
final class AppServer {
    private static final int LONGEST_REQUEST = 16 << 20;
    private static final int QUIET_SECONDS = 15;
    private static final AppMessage STILL_HERE = AppMessage.of(AppJson.event("alive"));
    private static @Nullable AppServer running;

    private final HttpServer server;
    private final String token = AppSessions.random(24);
    private final Set<String> hosts;
    private final Map<String, AppConnection> connections = new ConcurrentHashMap<>();

    private AppServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int port = server.getAddress().getPort();
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
        server.setExecutor(Executors.newCachedThreadPool(DaemonThreads.named("winnow-app-http")));
        server.createContext("/", this::handle);
        server.start();
    }

    /** The server of this process, started when it is first asked for. */
    static synchronized AppServer running() {
        if (running == null) {
            try {
                running = new AppServer();
            } catch (IOException failure) {
                throw new UncheckedIOException("No port on the loopback address can be opened for the App.", failure);
            }
        }
        return running;
    }

    String url(AppSubject subject) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/?session=" + subject.id() + "&token=" + token;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getRequestHeaders();
            String host = Optional.ofNullable(headers.getFirst("Host")).orElse("");
            String origin = headers.getFirst("Origin");
            if (!hosts.contains(host) || (origin != null && !hosts.contains(origin.replaceFirst("^http://", "")))) {
                refuse(exchange, 403, "This address is not the App's.");
                return;
            }
            String path =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            if (path.equals("GET /app.mjs") || path.equals("GET /tab.mjs")) {
                // The same for everyone and without a secret: a module's own imports cannot bring the token.
                file(exchange, "text/javascript; charset=utf-8", Frontend.read(path.substring(5)));
                return;
            }
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            String brought =
                    Optional.ofNullable(headers.getFirst("X-Winnow-Token")).orElse(query.getOrDefault("token", ""));
            if (!MessageDigest.isEqual(
                    brought.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8))) {
                refuse(exchange, 403, "The token is missing or wrong. Open the address that session.url() gives.");
                return;
            }
            switch (path) {
                case "GET /" -> file(exchange, "text/html; charset=utf-8", Frontend.read("tab.html"));
                case "GET /messages" -> messages(exchange, query.getOrDefault("session", ""));
                case "POST /request" -> request(exchange, query.getOrDefault("connection", ""));
                default -> refuse(exchange, 404, "There is nothing here.");
            }
        }
    }

    private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
        byte[] text = why.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, text.length);
        exchange.getResponseBody().write(text);
    }

    private static void file(HttpExchange exchange, String type, byte[] bytes) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Cache-Control", "no-store");
        // The scatter draws with code that it generates (regl), hence unsafe-eval; nothing comes from elsewhere.
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'unsafe-inline'; img-src blob: data:;"
                        + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void messages(HttpExchange exchange, String sessionId) throws IOException {
        Optional<AppSubject> session = AppSessions.find(sessionId);
        if (session.isEmpty()) {
            refuse(exchange, 404, "This session is gone. Open the address that session.url() gives.");
            return;
        }
        BlockingQueue<AppMessage> waiting = new LinkedBlockingQueue<>();
        String id = AppSessions.random(8);
        AppConnection connection = new AppConnection(session.get(), waiting::add);
        connections.put(id, connection);
        try {
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            JsonObject named = AppJson.event("connected");
            named.addProperty("connection", id);
            write(out, AppMessage.of(named));
            connection.greet();
            while (true) {
                AppMessage next = waiting.poll(QUIET_SECONDS, TimeUnit.SECONDS);
                write(out, next == null ? STILL_HERE : next);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(id);
            connection.close();
        }
    }

    private static void write(OutputStream out, AppMessage message) throws IOException {
        byte[] bytes = message.toBytes();
        out.write(ByteBuffer.allocate(4).putInt(bytes.length).array());
        out.write(bytes);
        out.flush();
    }

    private void request(HttpExchange exchange, String id) throws IOException {
        AppConnection connection = connections.get(id);
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_REQUEST + 1);
        if (connection == null || body.length > LONGEST_REQUEST) {
            refuse(exchange, connection == null ? 404 : 413, "This connection is gone, or the request is too long.");
            return;
        }
        try {
            connection.receive(AppMessage.from(body));
            exchange.sendResponseHeaders(204, -1);
        } catch (IllegalArgumentException broken) {
            refuse(exchange, 400, String.valueOf(broken.getMessage()));
        }
    }

    /** The parameters of an address; ours need no decoding. */
    private static Map<String, String> query(@Nullable String query) {
        Map<String, String> values = new HashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return values;
    }
}
