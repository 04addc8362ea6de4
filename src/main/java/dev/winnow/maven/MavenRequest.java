package dev.winnow.maven;

import dev.winnow.session.MagicCall;
import dev.winnow.session.MagicException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Exclusion;

/**
 * What a cell's {@code %maven} lines ask for.
 *
 * @param artifacts what to bring, with all they depend on; a version may be empty when a BOM gives it
 * @param boms POMs whose managed versions hold
 * @param exclusions what not to bring, of whatever asks for it
 * @param from repositories to ask instead of all, by id or URL
 * @param offline whether only the local repository is asked
 * @param lock whether the answer is to be kept in the notebook
 * @param locked SHA-256 of each artifact, when exactly these are to be brought and nothing they depend on
 */
record MavenRequest(
        List<Artifact> artifacts,
        List<Artifact> boms,
        List<Exclusion> exclusions,
        List<String> from,
        boolean offline,
        boolean lock,
        Optional<List<String>> locked) {

    /** Reads arguments; {@code call} explains misuse. */
    static MavenRequest read(MagicCall call, List<String> words) {
        List<Artifact> artifacts = new ArrayList<>();
        List<Artifact> boms = new ArrayList<>();
        List<Exclusion> exclusions = new ArrayList<>();
        List<String> from = new ArrayList<>();
        List<String> sums = new ArrayList<>();
        boolean offline = false;
        boolean lock = false;
        boolean locked = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String option = equals < 0 ? word : word.substring(0, equals);
            switch (option) {
                case "--offline" -> offline = true;
                case "--lock" -> lock = true;
                case "--locked" -> locked = true;
                case "--bom", "--exclude", "--from" -> {
                    if (equals < 0 && ++i >= words.size()) {
                        throw call.misuse(option + " needs a value.");
                    }
                    String value = equals < 0 ? words.get(i) : word.substring(equals + 1);
                    switch (option) {
                        case "--bom" -> boms.add(bom(call, value));
                        case "--exclude" -> exclusions.add(exclusion(call, value));
                        default -> from.add(value);
                    }
                }
                default -> {
                    if (word.startsWith("--")) {
                        throw call.misuse("There is no option " + option + ".");
                    }
                    if (word.startsWith("sha256:")) {
                        sums.add(word.substring("sha256:".length()));
                    } else {
                        artifacts.add(artifact(call, word));
                    }
                }
            }
        }
        if (artifacts.isEmpty()) {
            throw call.misuse("%maven needs an artifact, such as org.apache.commons:commons-lang3:3.17.0.");
        }
        if (locked && sums.size() != artifacts.size()) {
            throw call.misuse("--locked needs 'sha256:…' behind each artifact, and there are " + sums.size() + " for "
                    + artifacts.size() + ".");
        }
        return new MavenRequest(
                artifacts, boms, exclusions, from, offline, lock, locked ? Optional.of(sums) : Optional.empty());
    }

    /** {@code group:artifact[:extension[:classifier]]:version}, or {@code group:artifact} where a BOM knows the version. */
    private static Artifact artifact(MagicCall call, String word) {
        String[] parts = word.split(":", -1);
        for (String part : parts) {
            if (part.isBlank()) {
                throw noCoordinate(call, word);
            }
        }
        return switch (parts.length) {
            case 2 -> new DefaultArtifact(parts[0], parts[1], "jar", "");
            case 3 -> new DefaultArtifact(parts[0], parts[1], "jar", parts[2]);
            case 4 -> new DefaultArtifact(parts[0], parts[1], parts[2], parts[3]);
            case 5 -> new DefaultArtifact(parts[0], parts[1], parts[3], parts[2], parts[4]);
            default -> throw noCoordinate(call, word);
        };
    }

    private static Artifact bom(MagicCall call, String word) {
        String[] parts = word.split(":", -1);
        if (parts.length == 3 || parts.length == 4 && parts[2].equals("pom")) {
            return new DefaultArtifact(parts[0], parts[1], "pom", parts[parts.length - 1]);
        }
        throw call.misuse("'" + word + "' is no BOM: group:artifact:version was expected.");
    }

    private static Exclusion exclusion(MagicCall call, String word) {
        String[] parts = word.split(":", -1);
        if (parts.length != 2) {
            throw call.misuse("'" + word + "' excludes nothing: group:artifact was expected; either may be *.");
        }
        return new Exclusion(parts[0], parts[1], "*", "*");
    }

    private static MagicException noCoordinate(MagicCall call, String word) {
        return call.misuse("'" + word + "' is no artifact: group:artifact:version or"
                + " group:artifact:extension:classifier:version was expected, such as"
                + " org.apache.commons:commons-lang3:3.17.0.");
    }
}
