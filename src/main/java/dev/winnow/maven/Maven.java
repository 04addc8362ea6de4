package dev.winnow.maven;

import dev.winnow.session.MagicException;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.VersionRangeRequest;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.jspecify.annotations.Nullable;

/**
 * Maven's own resolution, in this process: one graph for all that is asked at once, with the nearest version winning, managed
 * versions, parents, properties and exclusions, under the person's {@code settings.xml} (mirrors, proxies, passwords, offline,
 * local repository).
 */
public final class Maven {
    private static final int SHOWN_VERSIONS = 5;

    /**
     * Where Maven's files are, when not where Maven looks for them.
     *
     * @param settings a {@code settings.xml} instead of the person's
     * @param localRepository a local repository instead of that of the settings
     */
    public record Places(Optional<Path> settings, Optional<Path> localRepository) {
        /** As Maven has them; {@code -Dmaven.repo.local} counts. */
        public static Places usual() {
            return new Places(
                    Optional.empty(),
                    Optional.ofNullable(System.getProperty("maven.repo.local")).map(Path::of));
        }
    }

    final MavenRepositories repositories = new MavenRepositories();
    private final Places places;
    private @Nullable Context context;

    public Maven(Places places) {
        this.places = places;
    }

    /** Maven's settings and machinery, made when first needed: it costs a few hundred milliseconds. */
    private synchronized Context context() {
        Context made = context;
        if (made == null) {
            ContextOverrides.Builder overrides = ContextOverrides.create().withUserSettings(true);
            places.settings().ifPresent(overrides::withUserSettingsXmlOverride);
            places.localRepository().ifPresent(overrides::withLocalRepositoryOverride);
            try {
                made = new StandaloneStaticRuntime().create(overrides.build());
            } catch (RuntimeException broken) {
                Throwable why = broken.getCause() == null ? broken : broken.getCause();
                throw new MagicException("Maven's settings cannot be read: " + why.getMessage(), broken);
            }
            context = made;
        }
        return made;
    }

    /** The folder that downloads are kept in. */
    Path localRepository() {
        return context()
                .repositorySystemSession()
                .getLocalRepository()
                .getBasedir()
                .toPath();
    }

    /** What a resolution works with: the machinery, a session of its own, and the repositories asked. */
    record Work(RepositorySystem system, DefaultRepositorySystemSession session, List<RemoteRepository> repositories) {}

    /** Something that needs Maven. */
    interface Task<T> {
        T run(Work work) throws RepositoryException;
    }

    /**
     * Runs a task on a thread of its own, so that an interrupt of the cell ends the downloads, and explains its failure.
     *
     * @param from ids or URLs of the repositories to ask instead of all
     */
    <T> T run(boolean offline, List<String> from, MavenProgress progress, Task<T> task) throws InterruptedException {
        Context made = context();
        DefaultRepositorySystemSession session = new DefaultRepositorySystemSession(made.repositorySystemSession());
        session.setTransferListener(progress);
        session.setMirrorSelector(repositories.guarding(session.getMirrorSelector()));
        // Code that is about to run: a wrong checksum is no warning.
        session.setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_FAIL);
        boolean alone = offline || session.isOffline();
        session.setOffline(alone);
        List<RemoteRepository> asked = asked(made, session, from);
        if (asked.stream().allMatch(one -> one.getProtocol().equals("file"))) {
            // A folder of a person's own often has no checksums.
            session.setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_WARN);
        }
        Work work = new Work(made.repositorySystem(), session, asked);
        FutureTask<T> future = new FutureTask<>(() -> task.run(work));
        Thread thread = new Thread(future, "maven");
        thread.setDaemon(true);
        thread.setContextClassLoader(Maven.class.getClassLoader());
        thread.start();
        try {
            return future.get();
        } catch (InterruptedException stopped) {
            progress.cancel();
            throw stopped;
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            if (cause instanceof MagicException clear) {
                throw clear;
            }
            throw MavenFailure.explain(
                    cause,
                    asked,
                    String.valueOf(session.getLocalRepository().getBasedir()),
                    alone,
                    artifact -> versions(work, artifact));
        }
    }

    private List<RemoteRepository> asked(Context made, DefaultRepositorySystemSession session, List<String> from) {
        Map<String, RemoteRepository> all = new LinkedHashMap<>();
        made.remoteRepositories().forEach(one -> all.put(one.getId(), one));
        made.repositorySystem()
                .newResolutionRepositories(session, repositories.all())
                .forEach(one -> all.put(one.getId(), one));
        if (from.isEmpty()) {
            return List.copyOf(all.values());
        }
        List<RemoteRepository> chosen = new ArrayList<>();
        for (String name : from) {
            RemoteRepository known = all.get(name);
            if (known == null && !name.contains("/")) {
                throw new MagicException("There is no repository '" + name + "'. Repositories: "
                        + String.join(", ", all.keySet()) + ". %mavenRepo ID URL adds one.");
            }
            if (known == null) {
                repositories.requireSecure("NAME", MavenRepositories.url(name));
            }
            chosen.addAll(
                    known != null
                            ? List.of(known)
                            : made.repositorySystem()
                                    .newResolutionRepositories(
                                            session,
                                            List.of(MavenRepositories.repository(
                                                    "from-" + Integer.toHexString(name.hashCode()),
                                                    MavenRepositories.url(name)))));
        }
        return chosen;
    }

    private static List<String> versions(Work work, Artifact artifact) {
        try {
            List<String> found = new ArrayList<>();
            work.system()
                    .resolveVersionRange(
                            work.session(),
                            new VersionRangeRequest(artifact.setVersion("[0,)"), work.repositories(), null))
                    .getVersions()
                    .forEach(version -> found.add(version.toString()));
            Collections.reverse(found);
            return found.size() <= SHOWN_VERSIONS ? found : found.subList(0, SHOWN_VERSIONS);
        } catch (RepositoryException unknown) {
            return List.of();
        }
    }

    /** Resolves what {@code %maven} asks for: its artifacts and all they depend on, or exactly the locked ones. */
    List<Artifact> resolve(MavenRequest request, MavenProgress progress) throws InterruptedException {
        return run(request.offline(), request.from(), progress, work -> {
            if (request.locked().isPresent()) {
                return MavenLock.resolve(
                        work, request.artifacts(), request.locked().get());
            }
            List<Dependency> managed = new ArrayList<>();
            for (Artifact bom : request.boms()) {
                managed.addAll(work.system()
                        .readArtifactDescriptor(
                                work.session(), new ArtifactDescriptorRequest(bom, work.repositories(), null))
                        .getManagedDependencies());
            }
            List<Dependency> roots = new ArrayList<>();
            for (Artifact artifact : request.artifacts()) {
                roots.add(
                        new Dependency(versioned(artifact, managed), JavaScopes.RUNTIME, false, request.exclusions()));
            }
            return resolve(work, roots, managed);
        });
    }

    private static Artifact versioned(Artifact artifact, List<Dependency> managed) {
        if (!artifact.getVersion().isEmpty()) {
            return artifact;
        }
        for (Dependency one : managed) {
            Artifact known = one.getArtifact();
            if (known.getGroupId().equals(artifact.getGroupId())
                    && known.getArtifactId().equals(artifact.getArtifactId())
                    && known.getClassifier().equals(artifact.getClassifier())) {
                return artifact.setVersion(known.getVersion());
            }
        }
        throw new MagicException(artifact.getGroupId() + ":" + artifact.getArtifactId()
                + " has no version, and no --bom of this cell manages it. Write " + artifact.getGroupId() + ":"
                + artifact.getArtifactId() + ":VERSION.");
    }

    /** Resolves one graph. */
    static List<Artifact> resolve(Work work, List<Dependency> roots, List<Dependency> managed)
            throws RepositoryException {
        CollectRequest collect = new CollectRequest();
        collect.setDependencies(roots);
        collect.setManagedDependencies(managed);
        collect.setRepositories(work.repositories());
        List<Artifact> artifacts = new ArrayList<>();
        for (ArtifactResult result : work.system()
                .resolveDependencies(
                        work.session(),
                        new DependencyRequest(
                                collect,
                                DependencyFilterUtils.classpathFilter(
                                        JavaScopes.COMPILE, JavaScopes.RUNTIME, JavaScopes.SYSTEM)))
                .getArtifactResults()) {
            artifacts.add(result.getArtifact());
        }
        return artifacts;
    }

    /** The file of an artifact that stands beside another, such as its sources; empty when there is none. Shows nothing. */
    Optional<Path> beside(Artifact artifact) {
        try {
            return run(
                    false,
                    List.of(),
                    new MavenProgress(bundle -> replacement -> {}),
                    work -> Optional.of(work.system()
                            .resolveArtifact(work.session(), new ArtifactRequest(artifact, work.repositories(), null))
                            .getArtifact()
                            .getFile()
                            .toPath()));
        } catch (MagicException none) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
