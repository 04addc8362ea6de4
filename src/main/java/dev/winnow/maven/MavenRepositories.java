package dev.winnow.maven;

import dev.winnow.session.MagicException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.aether.repository.RemoteRepository;

/** The repositories that cells name with {@code %mavenRepo}, by id, in the order they were named. */
final class MavenRepositories {
    private final Map<String, String> urls = new LinkedHashMap<>();

    synchronized void add(String id, String url) {
        urls.put(id, url(url));
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
