package dev.winnow.session;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.eclipse.aether.artifact.Artifact;

/**
 * The libraries that cells see of the program they run in. Of these there is one version, the program's: values of their types
 * pass between cells and program.
 */
public final class SharedLibraries {
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/\\\\]*)\\.jar");

    private final List<Path> jars;

    private SharedLibraries(List<Path> jars) {
        this.jars = jars;
    }

    /** Those of the jars on a class path that are shown; a jar's manifest may name others. */
    static SharedLibraries of(String classPath, Predicate<Path> shown) {
        List<Path> jars = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            if (!entry.endsWith(".jar") || !Files.isRegularFile(path)) {
                continue;
            }
            jars.add(path);
            try (JarFile jar = new JarFile(path.toFile())) {
                Manifest manifest = jar.getManifest();
                String more =
                        manifest == null ? null : manifest.getMainAttributes().getValue("Class-Path");
                if (more != null) {
                    for (String name : more.strip().split(" +")) {
                        if (name.endsWith(".jar")) {
                            jars.add(Path.of(path.toUri().resolve(name)));
                        }
                    }
                }
            } catch (IOException unreadable) {
                // Then cells do not see it either.
            }
        }
        jars.removeIf(shown.negate());
        return new SharedLibraries(jars);
    }

    /** The version we have of an artifact's library, if we have it. */
    public Optional<String> version(Artifact artifact) {
        for (Path jar : jars) {
            Matcher name = JAR.matcher(jar.getFileName().toString());
            if (name.matches() && name.group(1).equals(artifact.getArtifactId()) && isOf(jar, artifact)) {
                String version = name.group(2);
                String classifier = artifact.getClassifier();
                if (classifier.isEmpty()) {
                    return Optional.of(version);
                }
                if (version.endsWith("-" + classifier)) {
                    return Optional.of(version.substring(0, version.length() - classifier.length() - 1));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether a jar is of the artifact's group: two groups may use one name. A jar that does not say is taken for it. */
    private static boolean isOf(Path jar, Artifact artifact) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            boolean says = false;
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                String entry = entries.nextElement().getName();
                if (entry.startsWith("META-INF/maven/") && entry.endsWith("/pom.properties")) {
                    says = true;
                    if (entry.equals("META-INF/maven/" + artifact.getGroupId() + "/" + artifact.getArtifactId()
                            + "/pom.properties")) {
                        return true;
                    }
                }
            }
            return !says;
        } catch (IOException unreadable) {
            return false;
        }
    }
}
