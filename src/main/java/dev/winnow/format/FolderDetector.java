package dev.winnow.format;

import java.nio.file.Path;
import java.util.Optional;

/** A format of another room that tells its folders apart: found by {@link java.util.ServiceLoader}, and asked before our own. */
public interface FolderDetector {
    /** The importer for a folder of that format; empty for any other folder. */
    Optional<Importer> detect(Path folder);
}
