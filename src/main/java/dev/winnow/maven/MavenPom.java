package dev.winnow.maven;

import dev.winnow.session.MagicException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactDescriptorResult;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;

/**
 * The dependencies of a POM, read as Maven reads it: with its parents (also by relative path), properties, profiles, managed
 * versions and imported BOMs, and its repositories besides those of the session.
 */
final class MavenPom {
    /** What a cell wants when it names no scopes. */
    static final Set<String> USUAL_SCOPES = Set.of(JavaScopes.COMPILE, JavaScopes.RUNTIME, JavaScopes.SYSTEM, "import");

    private static final Set<String> SCOPES = Set.of(
            JavaScopes.COMPILE, JavaScopes.RUNTIME, JavaScopes.SYSTEM, JavaScopes.PROVIDED, JavaScopes.TEST, "import");

    private MavenPom() {}

    /** Checks the names of scopes; none are the usual ones. */
    static Set<String> scopes(List<String> names) {
        for (String name : names) {
            if (!SCOPES.contains(name)) {
                throw new MagicException("There is no scope '" + name
                        + "'. Scopes: compile, runtime, provided, test, system," + " import.");
            }
        }
        return names.isEmpty() ? USUAL_SCOPES : Set.copyOf(names);
    }

    /** A whole POM from the piece of one that a README shows: loose dependencies and repositories, or all of it. */
    static String whole(String piece) {
        String text = piece.strip().replaceFirst("^<\\?xml[^>]*\\?>\\s*", "");
        if (text.matches("(?s)(<!--.*?-->\\s*)*<project[\\s>].*")) {
            return piece.strip();
        }
        String[] loose = {"dependency", "dependencies", "repository", "repositories"};
        StringBuilder dependencies = new StringBuilder();
        StringBuilder repositories = new StringBuilder();
        String rest = cut(text, "dependencyManagement", null);
        String management = text.length() == rest.length() ? "" : inside(text, "dependencyManagement");
        for (String tag : loose) {
            rest = cut(rest, tag, tag.startsWith("dep") ? dependencies : repositories);
        }
        String required = "";
        for (String line : new String[] {"modelVersion:4.0.0", "groupId:winnow.cell", "artifactId:cell", "version:1"}) {
            String[] pair = line.split(":");
            if (!rest.matches("(?s).*<" + pair[0] + ">.*")
                    || rest.contains("<parent>") && !pair[0].equals("modelVersion")) {
                required += "<" + pair[0] + ">" + pair[1] + "</" + pair[0] + ">";
            }
        }
        return "<project>" + required + rest + management + "<repositories>" + repositories
                + "</repositories><dependencies>" + dependencies + "</dependencies></project>";
    }

    /** Moves elements of that name to {@code into}: single ones whole, of plural ones what is inside. */
    private static String cut(String text, String tag, @org.jspecify.annotations.Nullable StringBuilder into) {
        String rest = text;
        for (int from = rest.indexOf("<" + tag + ">"); from >= 0; from = rest.indexOf("<" + tag + ">")) {
            int end = rest.indexOf("</" + tag + ">", from);
            if (end < 0) {
                throw new MagicException("The POM has a <" + tag + "> without its </" + tag + ">.");
            }
            int after = end + tag.length() + 3;
            if (into != null) {
                into.append(
                        tag.endsWith("y") ? rest.substring(from, after) : rest.substring(from + tag.length() + 2, end));
            }
            rest = rest.substring(0, from) + rest.substring(after);
        }
        return rest;
    }

    private static String inside(String text, String tag) {
        int from = text.indexOf("<" + tag + ">");
        return text.substring(from, text.indexOf("</" + tag + ">", from) + tag.length() + 3);
    }

    /** Resolves a POM's dependencies of some scopes in one graph. */
    static List<Artifact> resolve(Maven maven, Path pom, Set<String> scopes, boolean offline, MavenProgress progress)
            throws InterruptedException {
        return maven.run(offline, List.of(), progress, work -> {
            Artifact asked =
                    new DefaultArtifact("winnow.cell", "pom-" + Long.toHexString(System.nanoTime()), "pom", "1");
            DefaultRepositorySystemSession session = new DefaultRepositorySystemSession(work.session());
            session.setWorkspaceReader(new OneFile(asked, pom.toFile()));
            session.setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(false, false));
            ArtifactDescriptorResult read = work.system()
                    .readArtifactDescriptor(session, new ArtifactDescriptorRequest(asked, work.repositories(), null));
            List<Dependency> roots = new ArrayList<>();
            for (Dependency dependency : read.getDependencies()) {
                String scope = dependency.getScope().isEmpty() ? JavaScopes.COMPILE : dependency.getScope();
                if (scopes.contains(scope)) {
                    boolean kept = scope.equals(JavaScopes.SYSTEM);
                    roots.add(
                            kept
                                    ? dependency
                                    : dependency.setScope(JavaScopes.RUNTIME).setOptional(false));
                }
            }
            List<RemoteRepository> repositories = new ArrayList<>(work.repositories());
            List<RemoteRepository> own = read.getRepositories().stream()
                    .filter(one -> repositories.stream()
                            .noneMatch(known -> known.getId().equals(one.getId())))
                    .toList();
            repositories.addAll(work.system().newResolutionRepositories(session, own));
            return roots.isEmpty()
                    ? List.of()
                    : Maven.resolve(
                            new Maven.Work(work.system(), work.session(), repositories),
                            roots,
                            read.getManagedDependencies());
        });
    }

    /** Writes a POM to a file, since parents by relative path and error lines need one. */
    static Path file(String text) throws IOException {
        Path folder = Files.createTempDirectory("winnow-pom");
        return Files.writeString(folder.resolve("pom.xml"), text);
    }

    /** Gives the one POM to Maven under coordinates of ours. */
    private record OneFile(Artifact artifact, File file) implements WorkspaceReader {
        @Override
        public WorkspaceRepository getRepository() {
            return new WorkspaceRepository("cell");
        }

        @Override
        @SuppressWarnings("NullAway")
        public File findArtifact(Artifact asked) {
            boolean same = asked.getArtifactId().equals(artifact.getArtifactId())
                    && asked.getExtension().equals("pom");
            return same ? file : null;
        }

        @Override
        public List<String> findVersions(Artifact asked) {
            return List.of();
        }
    }
}
