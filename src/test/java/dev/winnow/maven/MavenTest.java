package dev.winnow.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.display.Display;
import dev.winnow.display.DisplayHandle;
import dev.winnow.session.CellError;
import dev.winnow.session.CellResult;
import dev.winnow.session.Completion;
import dev.winnow.session.JavaSession;
import dev.winnow.session.MagicsTest;
import dev.winnow.session.Output;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Maven in cells against a repository on this machine, which stands for Central by a mirror of {@code settings.xml}. */
class MavenTest {
    private static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString("reader:s3cret".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final StringBuffer out = new StringBuffer();
    private volatile String hanging = "nothing";
    private volatile String tampered = "nothing";
    private final CountDownLatch hangs = new CountDownLatch(1);
    private HttpServer server;
    private JavaSession session;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        });
        server.start();
        session = session("");
    }

    @AfterEach
    void stop() {
        session.close();
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private JavaSession session(String more) throws IOException {
        Path settings = folder.resolve("settings.xml");
        Files.writeString(
                settings,
                "<settings><mirrors><mirror><id>near</id><mirrorOf>*</mirrorOf><url>" + url()
                        + "</url></mirror></mirrors><servers><server><id>near</id><username>reader</username>"
                        + "<password>s3cret</password></server></servers>" + more + "</settings>");
        return JavaSession.builder()
                .startup("import java.util.*;")
                .classPath(MagicsTest.classes())
                .plugin(all -> new MavenMagics(
                        all, new Maven(new Maven.Places(Optional.of(settings), Optional.of(folder.resolve("local"))))))
                .build();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        Path file = folder.resolve("remote" + path);
        if (!LOGIN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"near\"");
            exchange.sendResponseHeaders(401, -1);
        } else if (path.contains(hanging)) {
            exchange.sendResponseHeaders(200, 1_000_000);
            exchange.getResponseBody().write(new byte[100_000]);
            exchange.getResponseBody().flush();
            hangs.countDown();
            return;
        } else if (path.endsWith(".sha1")
                && Files.isRegularFile(folder.resolve("remote" + path.substring(0, path.length() - 5)))) {
            byte[] sum = (path.contains(tampered) ? "0".repeat(40) : sha1(path)).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, sum.length);
            exchange.getResponseBody().write(sum);
        } else if (Files.isRegularFile(file)) {
            byte[] bytes = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
        exchange.close();
    }

    private String sha1(String path) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("remote" + path.substring(0, path.length() - 5)));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IOException(impossible);
        }
    }

    /** Publishes an artifact whose jar holds a resource {@code <artifact>.txt} with its version. */
    private void publish(String coordinate, String pom) throws IOException {
        String[] parts = coordinate.split(":");
        Path home = folder.resolve("remote")
                .resolve(parts[0].replace('.', '/'))
                .resolve(parts[1])
                .resolve(parts[2]);
        Files.createDirectories(home);
        String name = parts[1] + "-" + parts[2];
        Files.writeString(
                home.resolve(name + ".pom"),
                "<project><modelVersion>4.0.0</modelVersion>"
                        + (pom.contains("<artifactId>" + parts[1] + "</artifactId>")
                                ? ""
                                : "<artifactId>" + parts[1] + "</artifactId>")
                        + "<groupId>" + parts[0] + "</groupId><version>" + parts[2] + "</version>" + pom
                        + "</project>");
        jar(home.resolve(name + ".jar"), parts[1] + ".txt", parts[2]);
    }

    private static void jar(Path file, String entry, String text) throws IOException {
        jar(file, entry, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void jar(Path file, String entry, byte[] bytes) throws IOException {
        try (JarOutputStream zip = new JarOutputStream(Files.newOutputStream(file))) {
            JarEntry only = new JarEntry(entry);
            only.setTime(0);
            zip.putNextEntry(only);
            zip.write(bytes);
        }
    }

    private static String dependency(String coordinate, String... more) {
        String[] parts = coordinate.split(":");
        return "<dependency><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId>"
                + (parts.length > 2 ? "<version>" + parts[2] + "</version>" : "") + String.join("", more)
                + "</dependency>";
    }

    private static String dependencies(String... all) {
        return "<dependencies>" + String.join("", all) + "</dependencies>";
    }

    private CellResult run(String code) {
        Display display = bundle -> {
            int at = shown.size();
            shown.add(bundle.plain());
            DisplayHandle handle = replacement -> shown.set(at, replacement.plain());
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
        return session.run(code, 2, output, () -> Display.use(display));
    }

    private String ok(String code) {
        CellResult result = run(code);
        assertThat(result.error()).isEmpty();
        return shown.get(shown.size() - 1);
    }

    private String error(String code) {
        return run(code).error().orElseThrow().traceback().stream().skip(2).collect(Collectors.joining("\n"));
    }

    /** What a cell finds of a library: the version its jar holds. */
    private Object version(String artifact) {
        return run("new String(Thread.currentThread().getContextClassLoader().getResourceAsStream(\"" + artifact
                        + ".txt\").readAllBytes())")
                .value()
                .orElse("none");
    }

    @Test
    void all_lines_of_a_cell_are_one_graph_in_which_the_nearest_version_wins() throws Exception {
        publish("org.a:low:1", "");
        publish("org.a:low:2", "");
        publish("org.a:middle:1", dependencies(dependency("org.a:low:1")));
        publish("org.a:top:1", dependencies(dependency("org.a:middle:1")));
        publish("org.a:other:1", dependencies(dependency("org.a:low:2")));
        assertThat(ok("%maven org.a:top:1\nvar n = 1;\n%maven org.a:other:1\nn"))
                .isEqualTo("Added 4 jars: top 1, middle 1, other 1, low 2.");
        assertThat(version("low")).isEqualTo("2");
        assertThat(asked).noneMatch(path -> path.endsWith("low-1.jar"));
        assertThat(ok("%maven org.a:other:1")).isEqualTo("All of it is on the class path already.");
        assertThat(ok("%maven org.a:low:1"))
                .isEqualTo("All of it is on the class path already.\n"
                        + "low 1 was asked for, but an earlier cell brought 2, which wins until the kernel restarts.");
    }

    @Test
    void boms_exclusions_classifiers_and_kept_values_work() throws Exception {
        publish("org.a:low:1", "");
        publish("org.a:low:3", "");
        publish("org.a:log:1", "");
        publish("org.a:top:1", dependencies(dependency("org.a:low:1"), dependency("org.a:log:1")));
        publish(
                "org.a:bom:1",
                "<packaging>pom</packaging><dependencyManagement>"
                        + dependencies(dependency("org.a:low:3"), dependency("org.a:top:1"))
                        + "</dependencyManagement>");
        jar(folder.resolve("remote/org/a/low/3/low-3-extra.jar"), "extra.txt", "e");
        assertThat(
                        ok(
                                "List<String> jars = %maven org.a:top org.a:low:jar:extra:3 --bom org.a:bom:1 --exclude=org.a:log"))
                .isEqualTo("Added 3 jars: top 1, low 3, low 3.");
        assertThat(run("jars.size()").value()).contains(3);
        assertThat(version("extra")).isEqualTo("e");
        assertThat(version("log")).isEqualTo("none");
        assertThat(error("%maven org.a:log"))
                .startsWith("org.a:log has no version, and no --bom of this cell manages it.");
    }

    @Test
    void what_is_not_there_is_named_with_where_it_was_looked_for() throws Exception {
        publish("org.a:low:1", "");
        Files.createDirectories(folder.resolve("remote/org/a/low"));
        Files.writeString(
                folder.resolve("remote/org/a/low/maven-metadata.xml"),
                "<metadata><groupId>org.a</groupId><artifactId>low</artifactId><versioning><versions>"
                        + "<version>1</version><version>2</version></versions></versioning></metadata>");
        assertThat(error("%maven org.a:low:9"))
                .isEqualTo("org.a:low:9 was not found. Looked in " + folder.resolve("local") + ", near (" + url()
                        + "). Versions there: 2, 1.");
        assertThat(error("%maven org.b:none:1"))
                .endsWith("Check the spelling, or name the repository that has it: %mavenRepo ID URL.");
        assertThat(error("%maven --offline org.a:low:1"))
                .isEqualTo("org.a:low:1 was not found. Looked in " + folder.resolve("local")
                        + ". Without --offline the remote repositories are asked too.");
        publish("org.a:holed:1", dependencies(dependency("org.a:gone:1")));
        assertThat(error("%maven org.a:holed:1")).startsWith("org.a:gone:1 was not found.");
        assertThat(error("%maven gson")).startsWith("'gson' is no artifact: group:artifact:version");
        assertThat(error("%maven")).startsWith("%maven needs an artifact");
        assertThat(error("%maven org.a:low:1 --lok")).startsWith("There is no option --lok. Use: %maven");
    }

    @Test
    void a_refused_login_is_said() throws Exception {
        publish("org.a:low:1", "");
        session.close();
        session = session("");
        Files.writeString(
                folder.resolve("settings.xml"),
                Files.readString(folder.resolve("settings.xml")).replace("s3cret", "wrong"));
        assertThat(error("%maven org.a:low:1"))
                .startsWith("Could not fetch org.a:low:pom:1 from near (" + url() + "): ")
                .contains("401")
                .contains("settings.xml");
    }

    @Test
    void a_repository_is_added_by_url_or_folder_and_can_be_asked_alone() throws Exception {
        publish("org.a:low:1", "");
        Path other = folder.resolve("other");
        Files.createDirectories(other);
        Files.move(folder.resolve("remote/org"), other.resolve("org"));
        session.close();
        Files.writeString(folder.resolve("settings.xml"), "<settings/>");
        session = JavaSession.builder()
                .plugin(all -> new MavenMagics(
                        all,
                        new Maven(new Maven.Places(
                                Optional.of(folder.resolve("settings.xml")), Optional.of(folder.resolve("local"))))))
                .build();
        assertThat(ok("%mavenRepo here " + other + "\n%maven --from here org.a:low:1"))
                .isEqualTo("Added 1 jar: low 1.");
        assertThat(error("%maven --from there org.a:low:1"))
                .isEqualTo("There is no repository 'there'. Repositories: central, here. %mavenRepo ID URL adds one.");
        assertThat(error("%mavenRepo x nowhere"))
                .isEqualTo("'nowhere' is no repository: an http, https or file URL, or a folder, was expected.");
    }

    @Test
    void a_jar_whose_checksum_is_wrong_is_not_taken() throws Exception {
        publish("org.a:low:1", "");
        tampered = "low-1.jar";
        assertThat(error("%maven org.a:low:1")).contains("org.a:low:1 from near", "its checksum is wrong");
        assertThat(session.addedClassPath()).noneMatch(entry -> entry.contains("low"));
    }

    @Test
    void a_repository_over_plain_http_elsewhere_is_refused_unless_it_is_asked_for_as_such() {
        assertThat(error("%mavenRepo evil http://192.0.2.1/repo"))
                .contains(
                        "http://192.0.2.1/repo",
                        "anyone on the way",
                        "https",
                        "%mavenRepo evil http://192.0.2.1/repo --insecure");
        assertThat(error("%maven --from http://127.0.0.2:1/repo org.a:low:1")).contains("anyone on the way");
        assertThat(run("%mavenRepo near http://localhost:1/repo").error()).isEmpty();
        assertThat(run("%mavenRepo own http://192.0.2.1/repo --insecure").error())
                .isEmpty();
    }

    @Test
    void a_repository_over_plain_http_that_a_pom_names_is_not_asked() throws Exception {
        publish(
                "org.a:top:1",
                "<repositories><repository><id>evil</id><url>http://127.0.0.2:1/repo</url></repository>"
                        + "</repositories>" + dependencies(dependency("org.a:gone:1")));
        session.close();
        Files.writeString(
                folder.resolve("settings.xml"),
                "<settings><servers><server><id>here</id><username>reader"
                        + "</username><password>s3cret</password></server></servers></settings>");
        session = JavaSession.builder()
                .plugin(all -> new MavenMagics(
                        all,
                        new Maven(new Maven.Places(
                                Optional.of(folder.resolve("settings.xml")), Optional.of(folder.resolve("local"))))))
                .build();
        assertThat(run("%mavenRepo here " + url()).error()).isEmpty();
        assertThat(error("%maven --from here org.a:top:1"))
                .contains("org.a:gone", "http://127.0.0.2:1/repo", "blocked");
    }

    @Test
    void a_lock_names_every_file_and_brings_only_these() throws Exception {
        publish("org.a:low:1", "");
        publish("org.a:top:1", dependencies(dependency("org.a:low:1")));
        run("// libraries\n%maven org.a:top:1 --lock\nvar after = 1;");
        String sumTop = sum("org/a/top/1/top-1.jar");
        String sumLow = sum("org/a/low/1/low-1.jar");
        String locked = "// libraries\n// %maven org.a:top:1\n%maven --locked org.a:top:1 sha256:" + sumTop
                + "\n%maven --locked org.a:low:1 sha256:" + sumLow + "\nvar after = 1;";
        assertThat(session.takeNextInput()).contains(locked);
        assertThat(session.takeNextInput()).isEmpty();
        assertThat(out.toString()).contains("%maven --locked org.a:low:1 sha256:" + sumLow);
        session.close();
        session = session("");
        publish("org.a:top:1", dependencies(dependency("org.a:low:1"), dependency("org.a:new:1")));
        assertThat(ok(locked)).isEqualTo("Added 2 jars: top 1, low 1.");
        session.close();
        session = session("");
        Files.writeString(folder.resolve("local/org/a/low/1/low-1.jar"), "changed");
        assertThat(error(locked))
                .startsWith("org.a:low:1 is not the file that was locked: sha256:" + sumLow + " was expected, and ");
        assertThat(error("%maven --locked org.a:low:1")).startsWith("--locked needs 'sha256:…' behind each artifact");
    }

    private String sum(String path) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(Files.readAllBytes(folder.resolve("remote").resolve(path))));
    }

    @Test
    void a_pom_is_read_with_its_parents_properties_boms_and_scopes() throws Exception {
        publish("org.a:low:1", "");
        publish("org.a:kit:2", "");
        publish("org.a:probe:1", "");
        publish("org.a:served:1", "");
        publish(
                "org.a:bom:1",
                "<packaging>pom</packaging><dependencyManagement>" + dependencies(dependency("org.a:kit:2"))
                        + "</dependencyManagement>");
        publish("org.a:grand:1", "<packaging>pom</packaging><properties><low.version>1</low.version></properties>");
        Path parent = Files.createDirectories(folder.resolve("project"));
        Files.writeString(
                parent.resolve("pom.xml"),
                "<project><modelVersion>4.0.0</modelVersion><parent><groupId>org.a</groupId><artifactId>grand</artifactId>"
                        + "<version>1</version><relativePath/></parent><artifactId>parent</artifactId><packaging>pom</packaging>"
                        + "<dependencyManagement>"
                        + dependencies(dependency("org.a:bom:1", "<type>pom</type><scope>import</scope>"))
                        + "</dependencyManagement></project>");
        Path child = Files.createDirectories(parent.resolve("child"));
        Files.writeString(
                child.resolve("pom.xml"),
                "<project><modelVersion>4.0.0</modelVersion><parent><groupId>org.a</groupId><artifactId>parent</artifactId>"
                        + "<version>1</version></parent><artifactId>child</artifactId>"
                        + dependencies(
                                dependency("org.a:low:${low.version}"),
                                dependency("org.a:kit"),
                                dependency("org.a:probe:1", "<scope>test</scope>"),
                                dependency("org.a:served:1", "<scope>provided</scope>"))
                        + "</project>");
        assertThat(ok("%loadFromPOM " + child.resolve("pom.xml"))).isEqualTo("Added 2 jars: low 1, kit 2.");
        assertThat(ok("%loadFromPOM " + child + " test")).isEqualTo("Added 1 jar: probe 1.");
        assertThat(error("%loadFromPOM " + child + " tests")).startsWith("There is no scope 'tests'.");
        assertThat(error("%loadFromPOM no.xml")).startsWith("There is no file no.xml (looked from ");
    }

    @Test
    void a_cell_may_hold_the_pieces_of_a_pom() throws Exception {
        publish("org.a:low:1", "");
        publish("org.a:kit:1", "");
        publish("org.a:top:1", dependencies(dependency("org.a:low:1")));
        assertThat(ok(
                        "%%loadFromPOM\n<properties><v>1</v></properties>\n<repository><id>x</id><url>https://nowhere.invalid</url>"
                                + "</repository>\n<!-- as the README says -->\n"
                                + dependency(
                                        "org.a:top:${v}",
                                        "<exclusions><exclusion><groupId>org.a</groupId>"
                                                + "<artifactId>low</artifactId></exclusion></exclusions>")
                                + "\n" + dependencies(dependency("org.a:kit:1"))))
                .isEqualTo("Added 2 jars: top 1, kit 1.");
        assertThat(error("%%loadFromPOM\n<dependency><groupId>org.a</groupId>"))
                .isEqualTo("The POM has a <dependency> without its </dependency>.");
        assertThat(error("%%loadFromPOM\n<dependency><groupId>org.a</groupId></dependency>"))
                .contains("'dependencies.dependency.artifactId'");
        assertThat(error("%%loadFromPOM\n<project><oops</project>"))
                .startsWith("The POM of ")
                .contains("line 1");
    }

    @Test
    @Timeout(20)
    void an_interrupt_ends_a_download() throws Exception {
        publish("org.a:low:1", "");
        hanging = "low-1.jar";
        List<CellResult> results = new ArrayList<>();
        Thread runner = new Thread(() -> results.add(run("%maven org.a:low:1")));
        runner.start();
        hangs.await();
        session.interrupt();
        runner.join();
        assertThat(results.get(0).error().map(CellError::name)).contains("Interrupted");
        assertThat(run("1 + 1").value()).contains(2);
    }

    @Test
    void the_sources_of_a_library_are_fetched_when_help_asks_for_them() throws Exception {
        publish("org.a:doc:1", "");
        Path home = folder.resolve("remote/org/a/doc/1");
        String source = "package doc;\n/** What is said of it. */\npublic class Documented {}\n";
        Path java = Files.writeString(folder.resolve("Documented.java"), source);
        javax.tools.ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-d", folder.toString(), java.toString());
        jar(
                home.resolve("doc-1.jar"),
                "doc/Documented.class",
                Files.readAllBytes(folder.resolve("doc/Documented.class")));
        jar(home.resolve("doc-1-sources.jar"), "doc/Documented.java", source.getBytes(StandardCharsets.UTF_8));
        ok("%maven org.a:doc:1");
        assertThat(asked).noneMatch(path -> path.contains("sources"));
        String code = "doc.Documented";
        assertThat(session.inspect(code, code.length()).orElseThrow()).contains("What is said of it.");
        assertThat(asked).anyMatch(path -> path.endsWith("doc-1-sources.jar"));
    }

    @Test
    void coordinates_complete_from_the_local_repository() throws Exception {
        publish("org.a:low:1", "");
        publish("org.a:low:10", "");
        publish("org.a:low:9", "");
        ok("%maven org.a:low:1");
        ok("%maven org.a:low:9");
        ok("%maven org.a:low:10");
        assertThat(completions("%maven o")).containsExactly("org.");
        assertThat(completions("%maven org.")).containsExactly("org.a:");
        assertThat(completions("%maven org.a:")).containsExactly("org.a:low:");
        assertThat(completions("%maven x:y:1 org.a:low:"))
                .containsExactly("org.a:low:10", "org.a:low:9", "org.a:low:1");
        assertThat(completions("%maven --lo")).containsExactly("--lock", "--locked");
    }

    private List<String> completions(String code) {
        return session.complete(code, code.length()).matches().stream()
                .map(Completion.Match::text)
                .toList();
    }
}
