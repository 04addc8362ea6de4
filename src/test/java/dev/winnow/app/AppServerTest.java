package dev.winnow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who the loopback server answers, and what a session gives out. */
class AppServerTest {
    private static final String SVG =
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script><rect width=\"9\" height=\"9\"/></svg>";

    @TempDir
    Path folder;

    private AppSession session;
    private URI url;

    @BeforeEach
    void look() throws IOException {
        Path media = Files.createDirectories(folder.resolve("media"));
        ImageIO.write(
                new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB),
                "png",
                media.resolve("a.png").toFile());
        ImageIO.write(
                new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("secret.png").toFile());
        Files.writeString(media.resolve("drawing.svg"), SVG);
        Files.writeString(media.resolve("drawing.png"), SVG);
        Files.createSymbolicLink(media.resolve("link.png"), folder.resolve("secret.png"));
        Dataset dataset = Dataset.create(Home.at(folder.resolve("home")), "pictures", IfExists.FAIL);
        dataset.setMediaRoot(media);
        dataset.addSamples(List.of(
                SampleDraft.of("a.png"),
                SampleDraft.of("../secret.png"),
                SampleDraft.of("link.png"),
                SampleDraft.of("drawing.svg"),
                SampleDraft.of("drawing.png"),
                SampleDraft.of(folder.resolve("secret.png").toString())));
        session = new AppSession(dataset);
        url = URI.create(session.url());
    }

    /** The status of an answer to a request written by hand. */
    private int status(String line, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
            String request = line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            return Integer.parseInt(answer.split(" ")[1]);
        }
    }

    private String page() {
        return "GET /?" + url.getQuery();
    }

    @Test
    void the_page_is_given_to_who_brings_the_token_under_the_right_name() throws IOException {
        assertThat(status(page(), "Host: 127.0.0.1:" + url.getPort())).isEqualTo(200);
        assertThat(status(page(), "Host: localhost:" + url.getPort())).isEqualTo(200);
        assertThat(status(page(), "Host: 127.0.0.1:" + url.getPort(), "Origin: http://127.0.0.1:" + url.getPort()))
                .isEqualTo(200);
    }

    @Test
    void a_wrong_token_host_or_origin_is_refused() throws IOException {
        String host = "Host: 127.0.0.1:" + url.getPort();
        assertThat(status("GET /", host)).isEqualTo(403);
        assertThat(status("GET /?token=" + "0".repeat(48), host)).isEqualTo(403);
        assertThat(status("GET /messages?session=" + session.id(), host)).isEqualTo(403);
        assertThat(status("POST /request?connection=x", host, "Content-Length: 0"))
                .isEqualTo(403);
        assertThat(status(page(), "Host: evil.example:" + url.getPort())).isEqualTo(403);
        assertThat(status(page(), "Host: 127.0.0.1")).isEqualTo(403);
        assertThat(status(page(), host, "Origin: http://evil.example")).isEqualTo(403);
        assertThat(status(page(), host, "Origin: null")).isEqualTo(403);
        assertThat(status(page(), host, "Origin: https://127.0.0.1:" + url.getPort()))
                .isEqualTo(403);
    }

    @Test
    void the_server_has_no_files() throws IOException {
        String host = "Host: 127.0.0.1:" + url.getPort();
        for (String path : List.of("/a.png", "/../secret.png", "/%2e%2e/secret.png", "/etc/passwd", "/NOTICES.txt")) {
            assertThat(status("GET " + path + "?" + url.getQuery(), host))
                    .as(path)
                    .isIn(400, 404);
        }
    }

    private JsonObject ask(String method, int row) {
        JsonObject params = new JsonObject();
        params.addProperty("i", row);
        JsonArray rows = new JsonArray();
        rows.add(row);
        params.add("rows", rows);
        JsonObject request = new JsonObject();
        request.addProperty("id", 1);
        request.addProperty("method", method);
        request.add("params", params);
        return new AppProtocol(session).answer(AppMessage.of(request)).body();
    }

    @Test
    void only_pictures_below_the_media_root_are_shown() {
        assertThat(ask("image", 0).getAsJsonObject("result").get("type").getAsString())
                .isEqualTo("image/png");
        for (int outside : List.of(1, 2, 5)) {
            assertThat(ask("image", outside).get("error").getAsString()).contains("outside the dataset's media");
            assertThat(ask("thumbs", outside).toString()).contains("outside the dataset");
        }
    }

    @Test
    void a_drawing_that_could_run_is_no_picture_whatever_its_name() {
        for (int drawing : List.of(3, 4)) {
            assertThat(ask("image", drawing).get("error").getAsString()).contains("no JPEG, PNG");
        }
    }

    @Test
    void a_message_reads_as_it_was_written_and_a_cut_one_is_refused() {
        AppMessage message = new AppMessage(AppJson.parse("{\"a\":\"é\"}"), List.of(new byte[] {1, 2}, new byte[0]));
        byte[] bytes = message.toBytes();
        AppMessage read = AppMessage.from(bytes);
        assertThat(read.body()).isEqualTo(message.body());
        assertThat(read.buffers()).containsExactly(new byte[] {1, 2}, new byte[0]);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> AppMessage.from(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        byte[] huge = bytes.clone();
        huge[0] = 0x7f;
        assertThatThrownBy(() -> AppMessage.from(huge)).hasMessageContaining("bytes is announced");
    }

    @Test
    void what_a_browser_asks_wrongly_is_answered_by_a_sentence() {
        assertThat(ask("nothing", 0).get("error").getAsString()).contains("'nothing'");
        assertThat(ask("sample", 99).get("error").getAsString()).contains("6 rows");
    }
}
