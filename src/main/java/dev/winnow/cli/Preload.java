package dev.winnow.cli;

import dev.winnow.Prelude;
import dev.winnow.ijava.IJava;
import dev.winnow.ijava.IJavaEnvironment;
import dev.winnow.maven.MavenMagics;
import dev.winnow.session.JavaSession;
import java.util.List;
import java.util.stream.Stream;

/**
 * What every session begins with: few star imports, since each costs start-up time, and the names of the door. A bare
 * installation has no data library, and its sessions name none.
 */
public final class Preload {
    private static final List<String> ALWAYS = List.of(
            "import java.io.*;",
            "import java.math.*;",
            "import java.nio.file.*;",
            "import java.util.*;",
            "import java.util.concurrent.*;",
            "import java.util.function.*;",
            "import java.util.regex.*;",
            "import java.util.stream.*;",
            "import static dev.winnow.ijava.IJava.*;",
            // By name, since the door has one too, and notebooks written for IJava keep the id that this one gives.
            "import static dev.winnow.ijava.IJava.display;");
    private static final List<String> DATA_LIBRARY = List.of(
            "import tech.tablesaw.api.*;",
            "import org.nd4j.linalg.api.ndarray.INDArray;",
            "import org.nd4j.linalg.factory.Nd4j;",
            "import dev.winnow.acquire.*;",
            "import dev.winnow.app.*;",
            "import dev.winnow.brain.*;",
            "import dev.winnow.data.*;",
            "import dev.winnow.evaluate.*;",
            "import dev.winnow.expr.*;",
            "import dev.winnow.fiftyone.*;",
            "import dev.winnow.format.*;",
            "import dev.winnow.label.*;",
            "import dev.winnow.show.*;",
            // Of the store a cell sees the two failures that it may want to catch; its other names are Tablesaw's too.
            "import dev.winnow.store.DamagedFieldException;",
            "import dev.winnow.store.StaleDatasetException;",
            "import dev.winnow.train.*;",
            "import dev.winnow.vectors.*;",
            "import static dev.winnow.Prelude.*;");
    private static final List<String> BARE = List.of("import static dev.winnow.display.CellFunctions.*;");

    private Preload() {}

    public static String[] snippets() {
        return Stream.of(ALWAYS, CellLibraries.hasDataLibrary() ? DATA_LIBRARY : BARE)
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    /** A session as the kernel, the runner and the terminal have it. */
    static JavaSession.Builder session() {
        if (CellLibraries.hasDataLibrary()) {
            Prelude.registerRenderers();
        }
        IJava.join();
        return IJavaEnvironment.apply(
                        System.getenv(), CellLibraries.session().plugin(MavenMagics::new), System.err::println)
                .startup(snippets())
                .notebookReader(file -> Notebook.read(file).cells().stream()
                        .filter(Notebook::isCode)
                        .map(Notebook::source)
                        .toList());
    }
}
