package dev.winnow.show;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.winnow.app.AppRenderers;
import dev.winnow.brain.Layout;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.display.MimeBundle;
import dev.winnow.display.Renderers;
import dev.winnow.evaluate.ConfusionMatrix;
import dev.winnow.label.Detection;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ShowTest {
    private static final String HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>";

    @TempDir
    Path folder;

    @BeforeAll
    static void register() {
        ShowRenderers.register();
        AppRenderers.register();
    }

    @Test
    void the_edges_of_a_drawn_box_lie_within_a_pixel_of_the_label() {
        BufferedImage image = new BufferedImage(640, 192, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        ContactSheet.draw(g, Detection.of("Car", 0.2511, 0.4999, 0.3333, 0.2222), 640, 192);
        g.dispose();
        int left = 640;
        int right = 0;
        int top = 192;
        int bottom = 0;
        for (int y = 0; y < 192; y++) {
            for (int x = 0; x < 640; x++) {
                if ((image.getRGB(x, y) & 0xffffff) != 0) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        assertThat((double) left).isBetween(0.2511 * 640 - 1, 0.2511 * 640 + 1);
        assertThat((double) right + 1).isBetween(0.5844 * 640 - 1, 0.5844 * 640 + 1);
        assertThat((double) top).isBetween(0.4999 * 192 - 1, 0.4999 * 192 + 1);
        assertThat((double) bottom + 1).isBetween(0.7221 * 192 - 1, 0.7221 * 192 + 1);
    }

    @Test
    void what_people_wrote_reaches_html_as_text() {
        Table table = Table.create("t").addColumns(StringColumn.create("label", List.of(HOSTILE)));
        assertThat(html(table)).doesNotContain("<script").doesNotContain("<img").contains("&lt;script&gt;");
        Dataset dataset = Dataset.create(Home.at(folder), HOSTILE, IfExists.FAIL);
        dataset.addSamples(List.of(SampleDraft.of("gone.png").tag(HOSTILE)));
        assertThat(html(dataset.matchTags(HOSTILE))).doesNotContain("<script").doesNotContain("onerror=alert(1)>");
    }

    @Test
    void points_with_a_value_lie_above_the_many_without() throws Exception {
        Dataset dataset = Dataset.create(Home.at(folder), "many", IfExists.FAIL);
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            drafts.add(SampleDraft.of(i + ".png"));
        }
        dataset.addSamples(drafts);
        dataset.first().set("kind", "picked").save();
        // All at one place, but for two that span the axes.
        double[][] points = new double[40][2];
        points[38] = new double[] {-1, -1};
        points[39] = new double[] {1, 1};
        Scatter scatter = Plot.scatter(new Layout(dataset, "viz", "umap", dataset.ids(), points))
                .colorBy("kind")
                .highlight(dataset.limit(1));
        scatter.save(folder.resolve("scatter.png"));
        BufferedImage picture = ImageIO.read(folder.resolve("scatter.png").toFile());
        int blue = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth() * 3 / 4; x++) {
                blue += (picture.getRGB(x, y) & 0xffffff) == 0x0072B2 ? 1 : 0;
            }
        }
        assertThat(blue).isGreaterThan(20);
        String vega = new Gson().toJson(scatter.bundle().data().get(MimeBundle.VEGA_LITE));
        assertThat(vega).contains("\"domain\":[\"picked\",\"other\"]").contains("\"#0072b2\",\"#bbbbbb\"");
    }

    private static String html(Object value) {
        return String.valueOf(Renderers.render(value).data().get(MimeBundle.HTML));
    }

    @Test
    void a_chart_is_vega_lite_with_a_picture_and_text_and_never_html() {
        MimeBundle bundle = Renderers.render(Plot.bar("errors", Map.of("miss", 3)));
        assertThat(bundle.data()).containsOnlyKeys("text/plain", MimeBundle.VEGA_LITE, "image/png");
        assertThat(bundle.plain()).contains("miss").contains("3");
    }

    @Test
    void every_chart_says_its_numbers_in_the_specification_the_picture_and_the_text() throws IOException {
        ConfusionMatrix matrix = new ConfusionMatrix(List.of("Car", "(none)"), new int[][] {{5, 2}, {1, 0}});
        Map<String, Chart> charts = new LinkedHashMap<>();
        charts.put("bar", Plot.bar("errors", Map.of("miss", 3)));
        charts.put("bar of bins", Plot.histogram("scores", new double[] {0.1, 0.2, 0.9}, 3));
        charts.put("line", Plot.line("images", "mAP", Map.of("hybrid", new double[][] {{40, 70}, {0.28, 0.33}})));
        charts.put("rect", Plot.heatmap(matrix));
        for (Map.Entry<String, Chart> chart : charts.entrySet()) {
            MimeBundle bundle = Renderers.render(chart.getValue());
            assertThat(bundle.data()).containsOnlyKeys("text/plain", MimeBundle.VEGA_LITE, "image/png");
            String spec = new Gson().toJson(bundle.data().get(MimeBundle.VEGA_LITE));
            assertThat(spec)
                    .contains("https://vega.github.io/schema/vega-lite/v5.json")
                    .contains("\"type\":\"" + chart.getKey().split(" ")[0] + "\"");
            BufferedImage png =
                    ImageIO.read(new ByteArrayInputStream((byte[]) bundle.data().get("image/png")));
            assertThat(png.getWidth()).isGreaterThan(200);
        }
        assertThat(rows(charts.get("bar"))).containsExactly(Map.of("name", "miss", "value", 3));
        assertThat(rows(charts.get("line"))).hasSize(2).allMatch(row -> row.get("series")
                .equals("hybrid"));
        assertThat(rows(charts.get("rect")))
                .hasSize(4)
                .contains(Map.of("truth", "Car", "prediction", "(none)", "count", 2));
        assertThat(rows(charts.get("bar of bins")).stream()
                        .mapToDouble(row -> ((Number) row.get("value")).doubleValue())
                        .sum())
                .isEqualTo(3);
        assertThat(rows(Plot.histogram("near", new double[] {1000.01, 1000.02, 1000.03}, 3)))
                .hasSize(3);
        assertThat(Renderers.render(charts.get("line")).plain())
                .contains("hybrid")
                .contains("0.33");
        assertThat(Renderers.render(charts.get("rect")).plain())
                .contains("(none)")
                .contains("5");
    }

    @Test
    void each_bar_has_its_name_below_it_in_the_picture() throws IOException {
        Map<String, Integer> nine = new LinkedHashMap<>();
        "a b c d e f g h i".chars().filter(Character::isLetter).forEach(name -> nine.put("" + (char) name, 1));
        byte[] bytes = (byte[]) Plot.bar("errors", nine).bundle().data().get("image/png");
        BufferedImage png = ImageIO.read(new ByteArrayInputStream(bytes));
        int names = 0;
        int blank = 99;
        for (int x = 60; x < png.getWidth(); x++) {
            boolean ink = false;
            for (int y = png.getHeight() - 22; y < png.getHeight() - 6; y++) {
                ink |= (png.getRGB(x, y) & 0xff) < 128;
            }
            names += ink && blank > 20 ? 1 : 0;
            blank = ink ? 0 : blank + 1;
        }
        assertThat(names).isEqualTo(9);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Chart chart) {
        Map<String, Object> spec =
                (Map<String, Object>) Renderers.render(chart).data().get(MimeBundle.VEGA_LITE);
        return (List<Map<String, Object>>) ((Map<String, Object>) spec.get("data")).get("values");
    }

    @Test
    void an_empty_view_is_shown_as_empty() {
        Dataset dataset = Dataset.create(Home.at(folder), "empty", IfExists.FAIL);
        assertThat(Renderers.render(dataset).plain()).contains("0 samples").contains("(empty)");
    }
}
