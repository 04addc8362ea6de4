package dev.winnow.fiftyone;

import dev.winnow.format.FolderDetector;
import dev.winnow.format.Importer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Folders of FiftyOneDataset, told by {@code metadata.json} beside {@code samples.json} or {@code samples/}. */
public final class FiftyOneFolders implements FolderDetector {
    @Override
    public Optional<Importer> detect(Path folder) {
        boolean samples =
                Files.isRegularFile(folder.resolve("samples.json")) || Files.isDirectory(folder.resolve("samples"));
        return samples && Files.isRegularFile(folder.resolve("metadata.json"))
                ? Optional.of(FiftyOneDataset.in(folder))
                : Optional.empty();
    }
}
