package dev.winnow.data;

import java.nio.file.Path;

/** Draws or fetches pictures that are not there yet. Found by {@link java.util.ServiceLoader}, chosen by its name. */
public interface MediaProvider {
    /** The name that datasets store, such as {@code road-scenes}. */
    String name();

    /** Makes {@code root/relative} and returns it. */
    Path materialize(Path root, String relative);
}
