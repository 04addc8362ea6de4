package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is left of the committed notebooks where a site shows them without Jupyter, as GitHub does: of an output only its HTML, its PNG
 * and its text; of the HTML only plain elements and attributes, no script, style, frame or handler. Pictures in an address of the kind
 * {@code data:} are taken to stay, as Jupyter's own sanitiser leaves them.
 */
class SanitisedNotebooksTest {
    private static final Set<String> ELEMENTS = Set.of(
            "a", "b", "br", "code", "details", "div", "em", "h1", "h2", "h3", "h4", "i", "img", "li", "ol", "p", "pre",
            "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul");
    private static final Set<String> ATTRIBUTES =
            Set.of("alt", "align", "colspan", "height", "href", "rowspan", "src", "title", "width");
    private static final Pattern DROPPED =
            Pattern.compile("(?is)<(script|style|svg|iframe|object|form)\\b.*?</\\1\\s*>");
    private static final Pattern TAG = Pattern.compile("(?s)<(/?)([a-zA-Z0-9]+)([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-zA-Z-]+)\\s*=\\s*\"([^\"]*)\"");
    private static final Pattern PICTURE = Pattern.compile("<img[^>]*src=\"data:image/(?:jpeg|png);base64,([^\"]+)\"");

    static Stream<Path> notebooks() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("notebooks"))) {
            return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList().stream();
        }
    }

    static String sanitised(String html) {
        return TAG.matcher(DROPPED.matcher(html).replaceAll("")).replaceAll(tag -> {
            String name = tag.group(2).toLowerCase(Locale.ROOT);
            return Matcher.quoteReplacement(
                    ELEMENTS.contains(name) ? "<" + tag.group(1) + name + attributes(tag.group(3)) + ">" : "");
        });
    }

    private static String attributes(String all) {
        StringBuilder kept = new StringBuilder();
        for (MatchResult one : ATTRIBUTE.matcher(all).results().toList()) {
            boolean runs = one.group(2).strip().toLowerCase(Locale.ROOT).startsWith("javascript:");
            if (ATTRIBUTES.contains(one.group(1)) && !runs) {
                kept.append(' ').append(one.group());
            }
        }
        return kept.toString();
    }

    private static String text(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        Iterable<JsonElement> parts = value.isJsonArray() ? value.getAsJsonArray() : List.of(value);
        parts.forEach(part -> text.append(part.getAsString()));
        return text.toString();
    }

    /** How many pictures of an output can be decoded after all that. */
    private static long pictures(JsonObject data) throws IOException {
        long found = 0;
        Base64.Decoder base64 = Base64.getMimeDecoder();
        for (MatchResult picture :
                PICTURE.matcher(sanitised(text(data, "text/html"))).results().toList()) {
            found += ImageIO.read(new ByteArrayInputStream(base64.decode(picture.group(1)))) == null ? 0 : 1;
        }
        String png = text(data, "image/png");
        return found + (png.isEmpty() || ImageIO.read(new ByteArrayInputStream(base64.decode(png))) == null ? 0 : 1);
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void an_app_and_a_chart_leave_a_picture(Path notebook) throws IOException {
        JsonObject book = JsonParser.parseString(Files.readString(notebook)).getAsJsonObject();
        for (JsonElement one : book.getAsJsonArray("cells")) {
            JsonObject cell = one.getAsJsonObject();
            if (!cell.get("cell_type").getAsString().equals("code")) {
                continue;
            }
            String source = text(cell, "source");
            long pictures = 0;
            for (JsonElement each : cell.getAsJsonArray("outputs")) {
                JsonObject output = each.getAsJsonObject();
                JsonObject data = output.has("data") ? output.getAsJsonObject("data") : new JsonObject();
                long own = pictures(data);
                boolean chart = data.keySet().stream().anyMatch(type -> type.contains("vegalite"));
                boolean app = data.has("application/vnd.winnow.app+json")
                        || text(data, "text/html").contains("data:image");
                assertThat(own)
                        .as("%s: pictures of an output of%n%s", notebook, source)
                        .isGreaterThanOrEqualTo(chart || app ? 1 : 0);
                assertThat(!data.has("text/html")
                                || !sanitised(text(data, "text/html")).isBlank())
                        .as("%s: words of an output of%n%s", notebook, source)
                        .isTrue();
                pictures += own;
            }
            if (source.contains("launchApp(")) {
                assertThat(pictures).as("%s: pictures of%n%s", notebook, source).isPositive();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void what_runs_or_paints_elsewhere_is_dropped_by_this_check(String html) {
        assertThat(sanitised(html))
                .doesNotContain("script")
                .doesNotContain("onerror")
                .doesNotContain("style")
                .doesNotContain("iframe");
    }

    static Stream<String> hostile() {
        return Stream.of(
                "<script>a</script>",
                "<img src=\"x\" onerror=\"script\">",
                "<div style=\"x\">y</div>",
                "<iframe src=\"x\"></iframe>");
    }
}
