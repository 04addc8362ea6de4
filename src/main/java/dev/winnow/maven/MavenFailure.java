package dev.winnow.maven;

import dev.winnow.session.MagicException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.model.building.ModelBuildingException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.eclipse.aether.transfer.NoRepositoryConnectorException;

/** Why a resolution failed, as a person needs it: which artifact, where it was looked for, what to do. */
final class MavenFailure {
    private MavenFailure() {}

    /**
     * @param versions versions of the artifact that do exist there
     */
    static MagicException explain(
            Throwable failure, List<RemoteRepository> repositories, String local, boolean offline, Versions versions) {
        Set<String> missing = new LinkedHashSet<>();
        Set<String> broken = new LinkedHashSet<>();
        Artifact first = null;
        for (Throwable each : chain(failure)) {
            if (each instanceof ArtifactNotFoundException notFound && notFound.getArtifact() != null) {
                missing.add(text(notFound.getArtifact()));
                first = first == null ? notFound.getArtifact() : first;
            } else if (each instanceof ArtifactTransferException transfer && transfer.getArtifact() != null) {
                broken.add(text(transfer.getArtifact()) + " from " + name(transfer.getRepository()) + ": "
                        + reason(transfer));
            } else if (each instanceof ModelBuildingException model) {
                return new MagicException(
                        "The POM of " + model.getModelId() + " has errors: "
                                + model.getProblems().stream()
                                        .map(problem -> problem.getMessage()
                                                + (problem.getLineNumber() > 0
                                                        ? " (line " + problem.getLineNumber() + ")"
                                                        : ""))
                                        .collect(Collectors.joining("; "))
                                + ".",
                        failure);
            }
        }
        if (!broken.isEmpty()) {
            return new MagicException(
                    "Could not fetch " + String.join("; ", broken)
                            + ". Is the network there? A proxy, mirror or password belongs in ~/.m2/settings.xml; --offline uses"
                            + " only what is in " + local + ".",
                    failure);
        }
        if (first == null) {
            return new MagicException(
                    "Maven could not resolve this: " + deepest(failure).getMessage(), failure);
        }
        String lookedIn = local
                + (offline
                        ? ""
                        : repositories.stream().map(one -> ", " + name(one)).collect(Collectors.joining()));
        List<String> others = offline ? List.of() : versions.of(first);
        return new MagicException(
                String.join(", ", missing) + (missing.size() == 1 ? " was" : " were") + " not found. Looked in "
                        + lookedIn + ". "
                        + (offline
                                ? "Without --offline the remote repositories are asked too."
                                : others.isEmpty()
                                        ? "Check the spelling, or name the repository that has it: %mavenRepo ID URL."
                                        : "Versions there: " + String.join(", ", others) + "."),
                failure);
    }

    /** Asks which versions of an artifact exist, newest first. */
    interface Versions {
        List<String> of(Artifact artifact);
    }

    static String text(Artifact artifact) {
        return artifact.getGroupId() + ":" + artifact.getArtifactId()
                + (artifact.getExtension().equals("jar")
                                && artifact.getClassifier().isEmpty()
                        ? ""
                        : ":" + artifact.getExtension())
                + (artifact.getClassifier().isEmpty() ? "" : ":" + artifact.getClassifier())
                + ":" + artifact.getVersion();
    }

    static String name(RemoteRepository repository) {
        return repository.getId() + " (" + repository.getUrl() + ")";
    }

    /** A failure, its causes, and those kept beside them. */
    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = failure; each != null && !chain.contains(each); each = each.getCause()) {
            chain.add(each);
            if (each instanceof org.eclipse.aether.resolution.ArtifactResolutionException several) {
                several.getResults().forEach(result -> chain.addAll(result.getExceptions()));
            }
        }
        return chain;
    }

    private static String reason(ArtifactTransferException transfer) {
        Throwable deepest = deepest(transfer);
        String message = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        if (deepest instanceof NoRepositoryConnectorException closed
                && closed.getRepository().isBlocked()) {
            return "it is blocked, since it is plain http, where anyone on the way can change what it sends. To ask it as it is:"
                    + " %mavenRepo " + closed.getRepository().getId() + " "
                    + closed.getRepository().getUrl() + " --insecure";
        }
        return deepest instanceof ChecksumFailureException ? "its checksum is wrong (" + message + ")" : message;
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
