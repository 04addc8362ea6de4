package dev.winnow.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.data.Dataset;
import dev.winnow.data.Detection;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.display.MimeBundle;
import dev.winnow.display.Renderers;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    void an_empty_view_is_shown_as_empty() {
        Dataset dataset = Dataset.create(Home.at(folder), "empty", IfExists.FAIL);
        assertThat(Renderers.render(dataset).plain()).contains("0 samples").contains("(empty)");
    }
}
