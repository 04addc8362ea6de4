package dev.winnow.maven;

import dev.winnow.session.Magic;
import dev.winnow.session.MagicCell;
import dev.winnow.session.MagicException;
import dev.winnow.session.Magics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.resolution.ArtifactRequest;

/**
 * A resolved graph as lines of the cell: every artifact with its SHA-256, so that a later run brings the same bytes whatever the
 * repositories have come to say.
 */
final class MavenLock {
    private MavenLock() {}

    /** The lines, one an artifact. */
    static List<String> lines(List<Artifact> artifacts) {
        List<String> lines = new ArrayList<>();
        for (Artifact artifact : artifacts) {
            lines.add("%maven --locked " + MavenFailure.text(artifact) + " sha256:"
                    + sum(artifact.getFile().toPath()));
        }
        return lines;
    }

    /** The cell with its {@code %maven} lines made comments and the locked ones below the first. */
    static String cell(String code, Magics magics, Magic maven, List<String> lines) {
        StringBuilder text = new StringBuilder();
        int copied = 0;
        boolean first = true;
        for (MagicCell.Part part : MagicCell.parts(code, magics::has)) {
            if (part instanceof MagicCell.Line line
                    && magics.find(line.name()).filter(maven::equals).isPresent()) {
                text.append(code, copied, line.from());
                text.append("// ").append(code.substring(line.from(), line.to()).replaceAll("\\s*--lock\\b(?!ed)", ""));
                if (first) {
                    lines.forEach(one -> text.append('\n').append(one));
                    first = false;
                }
                copied = line.to();
            }
        }
        return text.append(code, copied, code.length()).toString();
    }

    /** Brings exactly the artifacts named, and checks that each is the file that was locked. */
    static List<Artifact> resolve(Maven.Work work, List<Artifact> artifacts, List<String> sums)
            throws RepositoryException {
        List<Artifact> resolved = new ArrayList<>();
        for (int i = 0; i < artifacts.size(); i++) {
            Artifact artifact = work.system()
                    .resolveArtifact(work.session(), new ArtifactRequest(artifacts.get(i), work.repositories(), null))
                    .getArtifact();
            String sum = sum(artifact.getFile().toPath());
            if (!sum.equalsIgnoreCase(sums.get(i))) {
                throw new MagicException(MavenFailure.text(artifact) + " is not the file that was locked: sha256:"
                        + sums.get(i) + " was expected, and " + artifact.getFile() + " has sha256:" + sum
                        + ". Delete that file if it is damaged, or lock again with %maven --lock.");
            }
            resolved.add(artifact);
        }
        return resolved;
    }

    private static String sum(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file, failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
