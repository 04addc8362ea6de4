package dev.winnow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the walls of ARCHITECTURE.md's table: which room may import which, and which room owns which library. */
class RoomsTest {
    private static final Set<String> DATA_PLANE = Set.of(
            "expr",
            "progress",
            "vectors",
            "label",
            "data",
            "format",
            "fiftyone",
            "train",
            "zoo",
            "brain",
            "evaluate",
            "acquire",
            "display",
            "show",
            "app");

    private static final Set<String> SHOWN =
            Set.of("display", "label", "data", "expr", "vectors", "brain", "evaluate", "acquire", "train", "progress");

    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("expr", Set.of()),
            Map.entry("progress", Set.of()),
            Map.entry("label", Set.of()),
            Map.entry("vectors", Set.of("progress")),
            Map.entry("store", Set.of("label", "expr", "vectors", "progress")),
            Map.entry("data", Set.of("store", "label", "expr", "vectors", "progress")),
            Map.entry("format", Set.of("data", "label", "expr", "progress")),
            Map.entry("fiftyone", Set.of("format", "data", "label", "expr", "progress")),
            Map.entry("train", Set.of("data", "label", "vectors", "progress")),
            Map.entry("zoo", Set.of("format", "train", "data", "label", "progress")),
            Map.entry("brain", Set.of("data", "label", "expr", "vectors", "train", "progress")),
            Map.entry("evaluate", Set.of("data", "label", "expr", "progress")),
            Map.entry("acquire", Set.of("data", "label", "expr", "vectors", "brain", "evaluate", "train", "progress")),
            Map.entry("display", Set.of("progress")),
            Map.entry("show", SHOWN),
            Map.entry("app", union(SHOWN, Set.of("show"))),
            Map.entry("", DATA_PLANE),
            Map.entry("session", Set.of("display")),
            Map.entry("maven", Set.of("session", "display")),
            Map.entry("kernel", Set.of("session", "display")),
            Map.entry("ijava", Set.of("session", "display")),
            Map.entry("cli", union(DATA_PLANE, Set.of("session", "maven", "kernel", "ijava", ""))));

    /** A library's package and the rooms that may touch it; every other room asks the owner instead. */
    private static final Map<String, Set<String>> OWNERS = Map.ofEntries(
            Map.entry("tech.tablesaw.", Set.of("data", "store", "evaluate", "show", "app", "")),
            Map.entry("org.nd4j.", Set.of("vectors", "show", "")),
            Map.entry("org.sqlite.", Set.of("store")),
            Map.entry("jdk.jshell.", Set.of("session")),
            Map.entry("org.objectweb.asm.", Set.of("session")),
            Map.entry("org.apache.maven.", Set.of("maven")),
            Map.entry("eu.maveniverse.", Set.of("maven")),
            Map.entry("org.knowm.xchart.", Set.of("show")),
            Map.entry("org.jline.", Set.of("cli")),
            Map.entry("io.github.spencerpark.", Set.of("ijava")));

    private static final Pattern EDGE =
            Pattern.compile("^\\s+(dev\\.winnow\\.\\S+)\\s+->\\s+(\\S+)", Pattern.MULTILINE);

    private static String jdeps;

    @BeforeAll
    static void readClassFiles() throws URISyntaxException {
        Path classes = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        StringWriter out = new StringWriter();
        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        new PrintWriter(out),
                        new PrintWriter(out),
                        "--multi-release",
                        "17",
                        "-verbose:class",
                        "-filter:none",
                        classes.toString());
        jdeps = out.toString();
    }

    @Test
    void a_room_imports_only_the_rooms_that_the_table_allows() {
        Set<String> broken = new TreeSet<>();
        for (Matcher edge = EDGE.matcher(jdeps); edge.find(); ) {
            if (!edge.group(2).startsWith("dev.winnow.")) {
                continue;
            }
            String from = room(edge.group(1));
            String to = room(edge.group(2));
            if (!from.equals(to) && !MAY_IMPORT.getOrDefault(from, Set.of()).contains(to)) {
                broken.add(name(from) + " may not import " + name(to) + ": " + edge.group(1) + " -> " + edge.group(2)
                        + " (ARCHITECTURE.md, Rooms)");
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void a_library_is_touched_only_by_the_rooms_that_own_it() {
        Set<String> broken = new TreeSet<>();
        for (Matcher edge = EDGE.matcher(jdeps); edge.find(); ) {
            String room = room(edge.group(1));
            OWNERS.forEach((prefix, owners) -> {
                if (edge.group(2).startsWith(prefix) && !owners.contains(room)) {
                    broken.add(name(room) + " may not use " + prefix + "*: " + edge.group(1) + " -> " + edge.group(2));
                }
            });
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void the_class_files_were_read() {
        assertThat(jdeps).contains("dev.winnow.cli.Main");
    }

    private static String room(String className) {
        String rest = className.substring("dev.winnow.".length());
        int dot = rest.indexOf('.');
        return dot < 0 ? "" : rest.substring(0, dot);
    }

    private static String name(String room) {
        return room.isEmpty() ? "the door (dev.winnow)" : room;
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> both = new TreeSet<>(a);
        both.addAll(b);
        return both;
    }
}
