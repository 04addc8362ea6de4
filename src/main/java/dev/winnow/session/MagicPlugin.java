package dev.winnow.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Magics that are made together for one session and share what they keep, such as those that bring libraries. */
public interface MagicPlugin {
    /** The magics, in the order in which they are listed. */
    List<Magic> magics();

    /** The sources of a jar that one of them brought, or its documentation; empty where there is none. May take a download's time. */
    default Optional<Path> sources(Path jar) {
        return Optional.empty();
    }
}
