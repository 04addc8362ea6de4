package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The Markdown of a person's own notebook, as a report shows it. */
class MarkdownTest {
    @Test
    void a_list_in_a_list_is_one() {
        assertThat(Markdown.html("- a\n  - b\n  - c\n- d\n").replace("\n", ""))
                .isEqualTo("<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>");
    }

    @Test
    void links_and_pictures_are_links_and_pictures() {
        assertThat(Markdown.html("[here](https://example.org/a?b=1&c=2) ![a car](car.png)"))
                .isEqualTo("<p><a rel=\"nofollow\" href=\"https://example.org/a?b=1&amp;c=2\">here</a>"
                        + " <img src=\"car.png\" alt=\"a car\" /></p>\n");
    }

    @Test
    void tables_code_and_emphasis_are_shown() {
        assertThat(Markdown.html("| a | b |\n|---|---:|\n| *1* | `2` |").replace("\n", ""))
                .isEqualTo("<table><thead><tr><th>a</th><th align=\"right\">b</th></tr></thead>"
                        + "<tbody><tr><td><em>1</em></td><td align=\"right\"><code>2</code></td></tr></tbody></table>");
        assertThat(Markdown.html("```java\nint a = 1 < 2 ? 3 : 4;\n```"))
                .contains("<pre class=\"code\">")
                .contains("int a = 1 &lt; 2 ? 3 : 4;");
    }

    @Test
    void nothing_that_a_browser_would_run_comes_through() {
        assertThat(Markdown.html("<script>alert(1)</script>\n\n<b onclick=x>")).doesNotContain("<script", "<b ");
        assertThat(Markdown.html("[x](javascript:alert(1)) ![x](data:text/html;base64,PHNjcmlwdD4=)"))
                .doesNotContain("javascript:", "data:text/html");
    }

    @Test
    void a_picture_that_the_cell_carries_is_shown() {
        String data = "data:image/png;base64,iVBORw0KGgo=";
        assertThat(Markdown.html("![a](attachment:a.png)", name -> name.equals("a.png") ? data : ""))
                .contains("src=\"" + data + "\"");
        assertThat(Markdown.html("![a](attachment:b.png)", name -> "")).doesNotContain("data:");
    }
}
