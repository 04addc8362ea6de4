package dev.winnow.cli;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;

/**
 * The Markdown of a notebook as HTML: CommonMark with tables. HTML in it is shown as text, and a link or picture leads to http, https,
 * mail, a file beside the report or an embedded picture, never to a script.
 */
final class Markdown {
    /** A picture carried in the text itself: the one kind of {@code data:} address that is shown. */
    private static final Pattern EMBEDDED = Pattern.compile("data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\\s]+");

    /** A reference to a picture that the cell itself carries. */
    private static final Pattern ATTACHMENT = Pattern.compile("attachment:([^)\\s\"]+)");

    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
    private static final HtmlRenderer RENDERER = HtmlRenderer.builder()
            .extensions(TABLES)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(new EmbeddedPictures())
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                if (tag.equals("pre") && (node instanceof FencedCodeBlock || node instanceof IndentedCodeBlock)) {
                    attributes.put("class", "code");
                }
            })
            .build();

    private Markdown() {}

    static String html(String source) {
        return html(source, name -> "");
    }

    /**
     * The same for a cell that carries pictures.
     *
     * @param attachment the {@code data:} address of an attachment by its name, empty if the cell has none of that name
     */
    static String html(String source, UnaryOperator<String> attachment) {
        String inlined = ATTACHMENT.matcher(source).replaceAll(found -> {
            String data = attachment.apply(found.group(1));
            return Matcher.quoteReplacement(data.isEmpty() ? found.group() : data);
        });
        return RENDERER.render(PARSER.parse(inlined));
    }

    private static final class EmbeddedPictures implements UrlSanitizer {
        private final UrlSanitizer usual = new DefaultUrlSanitizer();

        @Override
        public String sanitizeLinkUrl(String url) {
            return usual.sanitizeLinkUrl(url);
        }

        @Override
        public String sanitizeImageUrl(String url) {
            return url.startsWith("data:") && !EMBEDDED.matcher(url).matches() ? "" : usual.sanitizeImageUrl(url);
        }
    }
}
