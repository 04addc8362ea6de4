package dev.winnow.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the sources of a notebook's code cells, in order; {@code cli}, which knows JSON, brings it. */
@FunctionalInterface
public interface NotebookReader {
    List<String> cells(Path notebook) throws IOException;
}
