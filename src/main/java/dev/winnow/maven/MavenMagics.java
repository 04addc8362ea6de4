package dev.winnow.maven;

import dev.winnow.display.Display;
import dev.winnow.session.Globs;
import dev.winnow.session.JavaSession;
import dev.winnow.session.Magic;
import dev.winnow.session.MagicCall;
import dev.winnow.session.MagicException;
import dev.winnow.session.MagicPlugin;
import dev.winnow.session.Magics;
import dev.winnow.session.SharedLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.util.artifact.SubArtifact;

/** Libraries from Maven's repositories, for the cells of one session. */
public final class MavenMagics implements MagicPlugin {
    private static final int NAMED = 12;

    private final Magics magics;
    private final Maven maven;
    private final MavenCompletion completion;
    /** What earlier cells brought: version by {@code group:artifact:extension:classifier}. */
    private final Map<String, Artifact> loaded = Collections.synchronizedMap(new LinkedHashMap<>());

    /** As a session has them whose Maven looks for its settings and local repository where Maven does. */
    public MavenMagics(Magics magics) {
        this(magics, new Maven(Maven.Places.usual()));
    }

    MavenMagics(Magics magics, Maven maven) {
        this.magics = magics;
        this.maven = maven;
        completion = new MavenCompletion(maven);
    }

    @Override
    public List<Magic> magics() {
        return List.of(
                Magic.line(
                                "%maven GROUP:ARTIFACT[:EXTENSION[:CLASSIFIER]]:VERSION… [OPTIONS]",
                                """
                        Brings libraries, and all they depend on, from Maven's repositories to the class path.
                        All %maven lines of a cell are resolved as one graph, as a POM's dependencies are: the nearest version wins.
                        settings.xml counts: mirrors, proxies, passwords, offline, local repository.
                          --bom G:A:V        versions that this BOM manages hold; an artifact may then leave its own out
                          --exclude G:A      leaves a library out, whatever asks for it; * stands for any
                          --from ID|URL      asks this repository only
                          --offline          asks the local repository only
                          --lock             writes the resolved graph into the cell, each artifact with its SHA-256
                          --locked           brings exactly what is listed, and checks each sha256:…
                        %%maven takes the same, a line each. List<String> jars = %maven … keeps the paths of the jars.
                        """,
                                this::maven)
                        .orCell("%%maven [OPTIONS]")
                        .alias("addMavenDependencies", "addMavenDependency", "dependency")
                        .gathering()
                        .completing((session, typed) -> completion.complete(typed)),
                Magic.line(
                                "%mavenRepo [ID URL [--insecure]]",
                                """
                        Adds a repository for %maven to ask, besides those of settings.xml; alone lists those added.
                        URL is https or file, or a folder; http on this machine, or with --insecure. Mirrors and passwords of settings.xml apply by ID.
                        """,
                                this::repository)
                        .alias("addMavenRepo"),
                Magic.line(
                                "%loadFromPOM FILE [SCOPE…]",
                                """
                        Brings the dependencies of a POM: parents, properties, profiles, BOMs and its repositories count.
                        SCOPE is compile, runtime, system, import (these four are the usual ones), provided or test.
                        %%loadFromPOM takes the POM, or the <dependency> and <repository> pieces of one, from the cell.
                        """,
                                this::pom)
                        .orCell("%%loadFromPOM [SCOPE…]")
                        .alias("loadFromPom", "pom")
                        .completing((session, typed) -> Globs.complete(typed)));
    }

    private List<String> maven(MagicCall call) throws InterruptedException {
        List<String> words = new ArrayList<>(call.arguments());
        if (call.body().isPresent()) {
            words.addAll(MagicCall.split(call.requireBody().replaceAll("(?m)^\\s*#.*$", "")));
        }
        MavenRequest request = MavenRequest.read(call, words);
        MavenProgress progress = new MavenProgress(Display.current());
        List<Artifact> artifacts = maven.resolve(request, progress);
        List<String> jars = add(call.session(), artifacts, progress);
        if (request.lock()) {
            List<String> lines = MavenLock.lines(artifacts);
            call.session().setNextInput(MavenLock.cell(call.code(), magics, call.magic(), lines));
            System.out.println("Locked " + artifacts.size() + (artifacts.size() == 1 ? " artifact" : " artifacts")
                    + ". The cell now brings exactly these; where the notebook was not rewritten, put them in the place of"
                    + " its %maven lines:");
            lines.forEach(System.out::println);
        }
        return jars;
    }

    private Object repository(MagicCall call) {
        List<String> words = call.arguments();
        if (words.isEmpty()) {
            maven.repositories.urls().forEach((id, url) -> System.out.println(id + " " + url));
            return maven.repositories.urls();
        }
        boolean insecure = words.size() == 3 && words.get(2).equals("--insecure");
        if (words.size() != 2 && !insecure) {
            throw call.misuse("%mavenRepo needs an id and a URL.");
        }
        maven.repositories.add(words.get(0), words.get(1), insecure);
        return words.get(1);
    }

    private List<String> pom(MagicCall call) throws IOException, InterruptedException {
        List<String> words = call.arguments();
        MavenProgress progress = new MavenProgress(Display.current());
        if (call.body().isPresent()) {
            Set<String> scopes = MavenPom.scopes(words);
            Path file = MavenPom.file(MavenPom.whole(call.requireBody()));
            try {
                return add(call.session(), MavenPom.resolve(maven, file, scopes, false, progress), progress);
            } finally {
                Files.delete(file);
                Files.delete(file.getParent());
            }
        }
        if (words.isEmpty()) {
            throw call.misuse("%loadFromPOM needs a POM file.");
        }
        Path file = Path.of(words.get(0));
        file = Files.isDirectory(file) ? file.resolve("pom.xml") : file;
        if (!Files.isRegularFile(file)) {
            throw new MagicException(
                    "There is no file " + file + " (looked from " + Path.of("").toAbsolutePath() + ").");
        }
        Set<String> scopes = MavenPom.scopes(words.subList(1, words.size()));
        return add(call.session(), MavenPom.resolve(maven, file.toAbsolutePath(), scopes, false, progress), progress);
    }

    /** Puts what was resolved on the class path, says what is new and whose version wins where two are asked for. */
    private List<String> add(JavaSession session, List<Artifact> artifacts, MavenProgress progress) {
        SharedLibraries shared = session.sharedLibraries();
        List<String> jars = new ArrayList<>();
        List<String> added = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Artifact artifact : artifacts) {
            if (!artifact.getExtension().equals("jar")) {
                continue;
            }
            String path = artifact.getFile().getAbsolutePath();
            jars.add(path);
            String version = artifact.getVersion();
            String ours = shared.version(artifact).orElse("");
            String key = artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getClassifier();
            Artifact earlier = loaded.putIfAbsent(key, artifact);
            if (!ours.isEmpty()) {
                if (!ours.equals(version)) {
                    notes.add(artifact.getArtifactId() + " " + version + " was asked for, but cells share " + ours
                            + " with Winnow, which wins.");
                }
            } else if (earlier == null) {
                session.addToClassPath(path);
                added.add(artifact.getArtifactId() + " " + version);
            } else if (!earlier.getVersion().equals(version)) {
                notes.add(artifact.getArtifactId() + " " + version + " was asked for, but an earlier cell brought "
                        + earlier.getVersion() + ", which wins until the kernel restarts.");
            }
        }
        progress.end(summary(added, notes));
        return jars;
    }

    /** The sources of a jar that a cell brought, else its documentation; they are downloaded when help first asks for them. */
    @Override
    public Optional<Path> sources(Path jar) {
        for (Artifact artifact : List.copyOf(loaded.values())) {
            if (artifact.getFile().toPath().toAbsolutePath().equals(jar)) {
                return maven.beside(new SubArtifact(artifact, "sources", "jar"))
                        .or(() -> maven.beside(new SubArtifact(artifact, "javadoc", "jar")));
            }
        }
        return Optional.empty();
    }

    private static String summary(List<String> added, List<String> notes) {
        String what = added.isEmpty()
                ? "All of it is on the class path already."
                : "Added " + added.size() + (added.size() == 1 ? " jar: " : " jars: ")
                        + added.stream().limit(NAMED).collect(Collectors.joining(", "))
                        + (added.size() > NAMED ? " and " + (added.size() - NAMED) + " more." : ".");
        return notes.isEmpty() ? what : what + "\n" + String.join("\n", notes);
    }
}
