package dev.winnow.format;

import dev.winnow.data.Dataset;
import java.nio.file.Path;

/** Pictures in a folder and the folders below it, without labels. */
public final class ImageFolder implements Importer {
    private final Path folder;

    private ImageFolder(Path folder) {
        this.folder = folder;
    }

    public static ImageFolder in(Path folder) {
        return new ImageFolder(folder);
    }

    @Override
    public ImportReport read(Dataset into, ImportOptions options) {
        ImageFolders.require(folder);
        return ImportBatch.run(into, options, "image folder", folder, "", intake -> {
            for (Path file : ImageFolders.pictures(folder)) {
                ImportBatch.Picture picture = intake.picture(file);
                if (picture != null) {
                    intake.add(intake.draft(picture), 0);
                }
            }
        });
    }
}
