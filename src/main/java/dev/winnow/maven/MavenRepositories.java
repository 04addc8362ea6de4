package dev.winnow.maven;

import dev.winnow.session.MagicException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.aether.repository.MirrorSelector;
import org.eclipse.aether.repository.RemoteRepository;

/** The repositories that cells name with {@code %mavenRepo}, by id, in the order they were named. */
final class MavenRepositories {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Map<String, String> urls = new LinkedHashMap<>();
    private final Set<String> insecure = ConcurrentHashMap.newKeySet();

    /** @param evenInsecure whether plain http to another machine is what the person asks for */
    synchronized void add(String id, String text, boolean evenInsecure) {
        String url = url(text);
        if (evenInsecure) {
            insecure.add(url);
        }
        requireSecure(id, url);
        urls.put(id, url);
    }

    /** @throws MagicException for plain http to another machine that nobody asked for */
    void requireSecure(String id, String url) {
        if (isExposed(url)) {
            throw new MagicException(
                    "'" + url + "' is plain http: anyone on the way can put code of their own into what it"
                            + " sends, which then runs here. Use its https address. To take it as it is: %mavenRepo "
                            + id + " " + url
                            + " --insecure");
        }
    }

    /** The mirrors of the settings; what has none and is plain http, be it named by a POM, is blocked, as Maven does from 3.8.1. */
    MirrorSelector guarding(MirrorSelector mirrors) {
        return repository -> {
            RemoteRepository mirror = mirrors.getMirror(repository);
            return mirror != null || !isExposed(repository.getUrl())
                    ? mirror
                    : new RemoteRepository.Builder(repository.getId(), repository.getContentType(), repository.getUrl())
                            .setMirroredRepositories(List.of(repository))
                            .setBlocked(true)
                            .build();
        };
    }

    private boolean isExposed(String url) {
        return url.regionMatches(true, 0, "http://", 0, "http://".length())
                && !insecure.contains(url)
                && !THIS_MACHINE.contains(String.valueOf(URI.create(url).getHost()));
    }

    synchronized Map<String, String> urls() {
        return new LinkedHashMap<>(urls);
    }

    /** The repositories as Maven's library wants them. */
    synchronized List<RemoteRepository> all() {
        List<RemoteRepository> all = new ArrayList<>();
        urls.forEach((id, url) -> all.add(repository(id, url)));
        return all;
    }

    static RemoteRepository repository(String id, String url) {
        return new RemoteRepository.Builder(id, "default", url).build();
    }

    /** The URL of a repository, or of a folder that is one. */
    static String url(String text) {
        if (text.matches("(?i)(https?|file)://.*|(?i)file:.*")) {
            try {
                return URI.create(text).toString();
            } catch (IllegalArgumentException broken) {
                throw new MagicException("'" + text + "' is no URL: " + broken.getMessage() + ".", broken);
            }
        }
        if (!text.contains(":") && Files.isDirectory(Path.of(text))) {
            return Path.of(text).toAbsolutePath().normalize().toUri().toString();
        }
        throw new MagicException(
                "'" + text + "' is no repository: an http, https or file URL, or a folder, was expected.");
    }
}
