package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library of our own making, compiled, with its sources in a jar and its generated pages in another. */
class DocumentationTest {
    private static final String SOURCE =
            """
            package lib;

            import java.util.List;

            /** Counts <b>things</b> & {@code List<String>}. */
            public class Counter {
                /** How many there can be. */
                public static final int MOST = 3;

                /** A counter of {@link java.util.List lists}. */
                public Counter(int start) {}

                /**
                 * Adds some.
                 *
                 * @param more how many {@code > 0}
                 * @return the new count
                 * @throws IllegalStateException when full
                 */
                public int add(List<? extends Number> more, int... rest) { return 0; }

                /** Another. */
                public int add(String one) { return 0; }
            }
            """;

    private static JavaSession session;

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws Exception {
        Path source = Files.createDirectories(folder.resolve("src/lib")).resolve("Counter.java");
        Files.writeString(source, SOURCE);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString()))
                .isZero();
        session = JavaSession.builder().startup("import java.util.*;").build();
        session.addToClassPath(classes.toString());
        session.run("import lib.*;\nvar counter = new Counter(1);", Output.NONE);
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    private static Path jar(String name, Map<String, String> files) throws Exception {
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new JarEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return jar;
    }

    private static Documentation document(String marked) {
        int cursor = marked.indexOf('|');
        return session.document(marked.replace("|", ""), cursor).orElseThrow();
    }

    @Test
    void a_sources_jar_documents_classes_members_and_overloads() throws Exception {
        session.addSources(jar("lib-sources.jar", Map.of("lib/Counter.java", SOURCE)));
        assertThat(document("counter.add|").text())
                .contains("int Counter.add(List<? extends Number>")
                .contains(
                        "Adds some.\n- more: how many > 0\n- Returns: the new count\n- Throws IllegalStateException: when full")
                .contains("Another.");
        assertThat(document("counter.ad|d").html())
                .contains("<dt><code>more</code></dt><dd>how many <code>&gt; 0</code></dd>");
        assertThat(document("Counter|").text()).isEqualTo("lib.Counter\n\nCounts things & List<String>.");
        assertThat(document("Counter.MOST|").text()).isEqualTo("Counter.MOST:int\n\nHow many there can be.");
        assertThat(document("new Counter(|").text()).contains("A counter of lists.");
        assertThat(document("int x = 1;\nvar other = new Counter(x);\nother.add|")
                        .text())
                .contains("Adds some.");
    }

    @Test
    void a_javadoc_jar_documents_too() throws Exception {
        assertThat(Javadoc.html("{@code a<b} {@link #go(int, int) going} {@literal <x>}"))
                .isEqualTo("<code>a&lt;b</code> <code>going</code> &lt;x&gt;");
        Sources sources = new Sources();
        sources.add(
                jar(
                        "lib-javadoc.jar",
                        Map.of(
                                "java/util/List.html",
                                "<section class=\"class-description\"><div class=\"block\">A list.</div></section>"
                                        + "<section class=\"detail\" id=\"add(int,E)\"><div class=\"block\">Adds at.</div></section>"
                                        + "<section class=\"detail\" id=\"size()\"><div class=\"block\">Counts.</div></section>")));
        assertThat(sources.comment(java.util.List.class, "", null)).contains("A list.");
        assertThat(sources.comment(java.util.List.class, "size", java.util.List.of()))
                .contains("Counts.");
        assertThat(sources.comment(java.util.List.class, "add", java.util.List.of("int", "E")))
                .contains("Adds at.");
        assertThat(sources.comment(java.util.List.class, "add", java.util.List.of("E")))
                .isEmpty();
    }

    @Test
    void html_that_could_run_is_left_out() {
        assertThat(Javadoc.html("a<script>alert(1)</script> <b onclick=\"x()\">b</b> <a href=\"javascript:y()\">c</a>"))
                .doesNotContain("script")
                .doesNotContain("onclick")
                .contains("<b>b</b>");
    }

    @Test
    void a_name_of_the_cell_itself_is_known() {
        assertThat(document("int twice(int x) { return 2 * x; }\ntwi|ce(3)").text())
                .isEqualTo("int twice(int x)");
    }

    @Test
    void the_jdk_is_documented_where_its_sources_are() {
        Path sources = Path.of(System.getProperty("java.home"), "lib", "src.zip");
        assumeTrue(Files.exists(sources), "This JDK has no sources: there is no " + sources + ".");
        Documentation type = document("java.util.List|");
        assertThat(type.text()).startsWith("java.util.List<E>\n\nAn ordered collection");
        assertThat(type.html())
                .contains("<pre><code>java.util.List&lt;E&gt;</code></pre>")
                .contains("An ordered collection");
        Documentation method = document("\"text\".substring(|");
        assertThat(method.text())
                .contains("String String.substring(int beginIndex, int endIndex)")
                .contains("Returns a string that is a substring of this string.")
                .contains("- beginIndex: the beginning index, inclusive.");
        assertThat(method.html()).contains("<dt><code>beginIndex</code></dt><dd>the beginning index, inclusive.</dd>");
    }
}
