package dev.winnow.ijava;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.display.Display;
import dev.winnow.display.DisplayHandle;
import dev.winnow.display.MimeBundle;
import dev.winnow.display.Renderers;
import dev.winnow.session.CellError;
import dev.winnow.session.CellResult;
import dev.winnow.session.JavaSession;
import dev.winnow.session.Output;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cells and libraries as they were written for IJava; the library is compiled against its jar and comes in by {@code %jars}. */
class IJavaTest {
    @TempDir
    static Path folder;

    private static JavaSession session;

    private final List<MimeBundle> shown = new ArrayList<>();
    private final StringBuffer out = new StringBuffer();

    @BeforeAll
    static void start() throws Exception {
        IJava.join();
        session = builder().build();
        library();
    }

    private static JavaSession.Builder builder() {
        return JavaSession.builder()
                .classPath(where(JavaSession.class))
                .classPath(where(BaseKernel.class))
                .startup("import java.util.*;", "import static dev.winnow.ijava.IJava.*;");
    }

    private static String where(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    /** A plotting library as people wrote them: a value that renders itself, one that a set-up call registers, and a magic. */
    private static void library() throws Exception {
        Map<String, String> sources = Map.of(
                "Plot",
                        """
                        package plots;
                        import io.github.spencerpark.jupyter.kernel.display.*;
                        import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
                        import java.util.*;
                        public class Plot implements DisplayDataRenderable {
                            @Override public Set<MIMEType> getSupportedRenderTypes() {
                                return new HashSet<>(Arrays.asList(MIMEType.TEXT_HTML, MIMEType.IMAGE_PNG));
                            }
                            @Override public Set<MIMEType> getPreferredRenderTypes() {
                                return Collections.singleton(MIMEType.TEXT_HTML);
                            }
                            @Override public void render(RenderContext context) {
                                context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<svg>plot</svg>");
                                context.renderIfRequested(MIMEType.IMAGE_PNG, () -> "iVBORw0KGgo=");
                            }
                            @Override public String toString() { return "a plot"; }
                        }
                        """,
                "Series",
                        """
                        package plots;
                        public class Series {
                            public final double[] values;
                            public Series(double... values) { this.values = values; }
                        }
                        """,
                "Setup",
                        """
                        package plots;
                        import io.github.spencerpark.jupyter.kernel.BaseKernel;
                        import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
                        public class Setup {
                            public static void init(BaseKernel kernel) {
                                kernel.getRenderer().createRegistration(Series.class)
                                        .supporting(MIMEType.TEXT_HTML, MIMEType.TEXT_PLAIN)
                                        .preferring(MIMEType.TEXT_HTML)
                                        .preferring(MIMEType.TEXT_PLAIN)
                                        .register((series, context) -> {
                                            context.renderIfRequested(MIMEType.TEXT_HTML,
                                                    () -> "<b>" + series.values.length + " values</b>");
                                            context.renderIfRequested(MIMEType.TEXT_PLAIN,
                                                    () -> series.values.length + " values");
                                        });
                            }
                        }
                        """);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(
                List.of("--release", "8", "-Xlint:-options", "-cp", where(BaseKernel.class), "-d", classes.toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            arguments.add(Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue())
                    .toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        try (JarOutputStream zip = new JarOutputStream(Files.newOutputStream(folder.resolve("plots.jar")));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                zip.write(Files.readAllBytes(file));
            }
        }
        CellResult added = session.run("%jars " + folder.resolve("plots.jar"), Output.NONE);
        assertThat(added.error()).isEmpty();
    }

    private CellResult run(JavaSession in, String code) {
        Display display = bundle -> {
            int at = shown.size();
            shown.add(bundle);
            DisplayHandle handle = replacement -> shown.set(at, replacement);
            return handle;
        };
        Output output = new Output() {
            @Override
            public void stdout(String text) {
                out.append(text);
            }

            @Override
            public void stderr(String text) {
                out.append("err:").append(text);
            }
        };
        return in.run(code, 1, output, () -> Display.use(display));
    }

    private Object value(String code) {
        CellResult result = run(session, code);
        assertThat(result.error()).isEmpty();
        return result.value().orElse("none");
    }

    private String error(String code) {
        return String.join("\n", run(session, code).error().orElseThrow().traceback());
    }

    @Test
    void a_value_that_renders_itself_is_shown_as_it_says() {
        MimeBundle bundle = Renderers.render(value("new plots.Plot()"));
        assertThat(bundle.data()).containsEntry("text/html", "<svg>plot</svg>").containsEntry("text/plain", "a plot");
        assertThat(value("render(new plots.Plot(), \"image/png\").getData("
                        + "io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.IMAGE_PNG)"))
                .isEqualTo("iVBORw0KGgo=");
        run(session, "display(new plots.Plot(), \"image/png\");");
        assertThat(shown.get(0).data()).doesNotContainKey("text/html");
        assertThat((byte[]) shown.get(0).data().get("image/png")).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void a_type_that_a_library_registers_is_shown_by_its_renderer() {
        value("plots.Setup.init(getKernelInstance());");
        MimeBundle bundle = Renderers.render(value("new plots.Series(1, 2, 3)"));
        assertThat(bundle.data()).containsEntry("text/html", "<b>3 values</b>").containsEntry("text/plain", "3 values");
    }

    @Test
    void what_winnow_shows_renders_for_ijavas_libraries_too() {
        value("var picture = new java.awt.image.BufferedImage(2, 2, 1);");
        assertThat(Renderers.render(value("render(picture)")).data().get("image/png"))
                .isInstanceOf(byte[].class);
        assertThat(Renderers.render(value("render(\"plain\")")).plain()).isEqualTo("plain");
    }

    @Test
    void a_display_is_replaced_by_its_id() {
        assertThat(value("String id = display(\"before\");\nupdateDisplay(id, \"after\");\nid.isEmpty()"))
                .isEqualTo(false);
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).plain()).isEqualTo("after");
        assertThat(error("updateDisplay(\"nothing\", 1)")).contains("Nothing was displayed as 'nothing'.");
    }

    @Test
    void a_library_displays_through_the_kernel_object() {
        value("getKernelInstance().display(new io.github.spencerpark.jupyter.kernel.display.DisplayData(\"said\"));");
        assertThat(shown.get(0).plain()).isEqualTo("said");
    }

    @Test
    void eval_gives_values_and_throws_what_the_code_throws() {
        assertThat(value("int six = 6;\neval(\"six * 7\")")).isEqualTo(42);
        assertThat(value("String caught = \"\";\ntry { eval(\"throw new IllegalStateException(\\\"inner\\\");\"); }"
                        + " catch (IllegalStateException e) { caught = e.getMessage(); }\ncaught"))
                .isEqualTo("inner");
        assertThat(value("getKernelInstance().evalRaw(\"1 + 1\")")).isEqualTo(2);
    }

    @Test
    void magics_are_called_as_functions_and_registered_by_libraries() {
        value("lineMagic(\"env\", List.of(\"WINNOW_IJAVA=two words\"));");
        assertThat(value("String v = lineMagic(\"env\", List.of(\"WINNOW_IJAVA\"));\nv"))
                .isEqualTo("two words");
        value("cellMagic(\"html\", List.of(), \"<i>x</i>\");");
        assertThat(shown.get(0).data()).containsEntry("text/html", "<i>x</i>");
        value("getKernelInstance().getMagics().registerLineMagic(\"shout\", args -> args.get(0).toUpperCase());");
        assertThat(value("%shout hello")).isEqualTo("HELLO");
        assertThat(value("String s = %shout hi\ns")).isEqualTo("HI");
    }

    @Test
    void the_environment_sets_a_session_up() throws Exception {
        Path script = Files.writeString(folder.resolve("init.jshell"), "int fromFile = 3;");
        List<String> warnings = new ArrayList<>();
        JavaSession.Builder builder = IJavaEnvironment.apply(
                Map.of(
                        "IJAVA_CLASSPATH", folder + "/*.jar",
                        "IJAVA_STARTUP_SCRIPTS_PATH", script.toString(),
                        "IJAVA_STARTUP_SCRIPT", "%env WINNOW_START=1\nint fromText = 4;",
                        "IJAVA_COMPILER_OPTS", "-Xlint:none -parameters",
                        "IJAVA_TIMEOUT", "soon"),
                builder(),
                warnings::add);
        try (JavaSession own = builder.build()) {
            CellResult result = run(own, "fromFile + fromText + new plots.Series(1).values.length");
            assertThat(result.error()).isEmpty();
            assertThat(result.value()).contains(8);
        }
        assertThat(warnings)
                .containsExactly(
                        "IJAVA_TIMEOUT=soon is no time: a number of milliseconds was expected, or one with a unit"
                                + " such as '30 SECONDS'.");
    }

    @Test
    void times_are_written_as_ijava_writes_them() {
        assertThat(IJavaEnvironment.timeout("250")).contains(Duration.ofMillis(250));
        assertThat(IJavaEnvironment.timeout("30 SECONDS")).contains(Duration.ofSeconds(30));
        assertThat(IJavaEnvironment.timeout("-1")).contains(Duration.ZERO);
        assertThat(IJavaEnvironment.timeout("5 parsecs")).isEmpty();
    }

    @Test
    @Timeout(30)
    void a_cell_past_its_time_is_stopped() {
        try (JavaSession own = IJavaEnvironment.apply(
                        Map.of("JJAVA_TIMEOUT", "200", "IJAVA_TIMEOUT", "1"), builder(), warning -> {})
                .build()) {
            CellError error = run(own, "while (true) {}").error().orElseThrow();
            assertThat(error.name()).isEqualTo("Timeout");
            assertThat(error.message()).isEqualTo("The cell was stopped after 0.2 s, which JJAVA_TIMEOUT allows.");
        }
    }
}
