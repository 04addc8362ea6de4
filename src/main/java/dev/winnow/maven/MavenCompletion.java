package dev.winnow.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.InvalidVersionSpecificationException;
import org.eclipse.aether.version.Version;

/** Coordinates that the local repository knows: groups by their next part, then artifacts, then versions, newest first. */
final class MavenCompletion {
    private static final List<String> OPTIONS =
            List.of("--bom", "--exclude", "--from", "--lock", "--locked", "--offline");

    private final Maven maven;

    MavenCompletion(Maven maven) {
        this.maven = maven;
    }

    /** Texts that may replace what is typed. */
    List<String> complete(String typed) {
        if (typed.startsWith("-")) {
            return OPTIONS.stream().filter(option -> option.startsWith(typed)).toList();
        }
        try {
            Path repository = maven.localRepository();
            String[] parts = typed.split(":", -1);
            return switch (parts.length) {
                case 1 -> groups(repository, parts[0]);
                case 2 -> artifacts(repository.resolve(parts[0].replace('.', '/')), parts[0], parts[1]);
                case 3 ->
                    versions(repository.resolve(parts[0].replace('.', '/')).resolve(parts[1]), typed, parts[2]);
                default -> List.of();
            };
        } catch (IOException | RuntimeException unreadable) {
            return List.of();
        }
    }

    private static List<String> groups(Path repository, String typed) throws IOException {
        int dot = typed.lastIndexOf('.');
        String before = typed.substring(0, dot + 1);
        List<String> found = new ArrayList<>();
        for (Path folder : folders(repository.resolve(before.replace('.', '/')))) {
            String name = folder.getFileName().toString();
            if (!name.startsWith(typed.substring(dot + 1)) || name.startsWith(".") || isVersion(folder)) {
                continue;
            }
            boolean group = false;
            boolean more = false;
            for (Path inside : folders(folder)) {
                boolean artifact = isArtifact(inside);
                group |= artifact;
                more |= !artifact && !isVersion(inside);
            }
            if (group) {
                found.add(before + name + ":");
            }
            if (more) {
                found.add(before + name + ".");
            }
        }
        return found;
    }

    private static List<String> artifacts(Path group, String name, String typed) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path folder : folders(group)) {
            String artifact = folder.getFileName().toString();
            if (artifact.startsWith(typed) && isArtifact(folder)) {
                found.add(name + ":" + artifact + ":");
            }
        }
        return found;
    }

    private static List<String> versions(Path artifact, String typed, String version) throws IOException {
        GenericVersionScheme scheme = new GenericVersionScheme();
        List<Version> found = new ArrayList<>();
        for (Path folder : folders(artifact)) {
            String name = folder.getFileName().toString();
            if (name.startsWith(version) && isVersion(folder)) {
                try {
                    found.add(scheme.parseVersion(name));
                } catch (InvalidVersionSpecificationException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        }
        found.sort(null);
        java.util.Collections.reverse(found);
        String before = typed.substring(0, typed.length() - version.length());
        return found.stream().map(one -> before + one).toList();
    }

    private static boolean isArtifact(Path folder) throws IOException {
        for (Path inside : folders(folder)) {
            if (isVersion(inside)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a folder holds the POM of a version. */
    private static boolean isVersion(Path folder) throws IOException {
        Path artifact = folder.getParent();
        return artifact != null
                && artifact.getFileName() != null
                && Files.exists(folder.resolve(artifact.getFileName() + "-" + folder.getFileName() + ".pom"));
    }

    private static List<Path> folders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(Files::isDirectory).sorted().toList();
        }
    }
}
