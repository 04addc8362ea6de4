package dev.winnow.fiftyone;

import dev.winnow.data.Dataset;
import dev.winnow.data.SampleCollection;
import dev.winnow.format.ExportReport;
import dev.winnow.format.Exporter;
import dev.winnow.format.ImageFolders;
import dev.winnow.format.ImportBatch;
import dev.winnow.format.ImportOptions;
import dev.winnow.format.ImportReport;
import dev.winnow.format.Importer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * FiftyOne's own format: {@code metadata.json}, {@code samples.json} and {@code data}, in Extended JSON. Ids, tags, labels with their
 * attributes, vectors, groups, info and saved views come and go. Fields, label types, views and runs that have no counterpart here
 * are kept as they came, fields as the text of their JSON, and are written back unchanged.
 *
 * <p>Source: FiftyOne 1.22.1, {@code fiftyone.types.FiftyOneDataset}.
 */
public final class FiftyOneDataset implements Importer, Exporter {
    /** The release whose format is written. */
    static final String VERSION = "1.22.1";

    /** The info entry that holds what came and has no counterpart here. */
    static final String INFO = "fiftyone";

    private final Path folder;
    private final @Nullable Path pictures;
    private final boolean media;

    private FiftyOneDataset(Path folder, @Nullable Path pictures, boolean media) {
        this.folder = folder;
        this.pictures = pictures;
        this.media = media;
    }

    public static FiftyOneDataset in(Path folder) {
        return new FiftyOneDataset(folder, null, true);
    }

    /** Where pictures lie whose paths are not relative to the folder. */
    public FiftyOneDataset pictures(Path pictures) {
        return new FiftyOneDataset(folder, pictures, media);
    }

    /** Whether pictures are copied when writing, as they are by default; otherwise their absolute paths are written. */
    public FiftyOneDataset media(boolean media) {
        return new FiftyOneDataset(folder, pictures, media);
    }

    @Override
    public ImportReport read(Dataset into, ImportOptions options) {
        ImageFolders.require(folder);
        FiftyOneReader reader = new FiftyOneReader(folder, options);
        Path root = pictures == null ? folder : pictures;
        return ImportBatch.run(into, options, "FiftyOneDataset", root, "", intake -> reader.read(into, intake));
    }

    @Override
    public ExportReport write(SampleCollection from) {
        return new FiftyOneWriter(folder, media).write(from);
    }
}
