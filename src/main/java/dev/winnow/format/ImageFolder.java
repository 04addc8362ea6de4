package dev.winnow.format;

import dev.winnow.data.Dataset;
import dev.winnow.data.SampleDraft;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pictures in a folder and the folders below it, without labels. */
public final class ImageFolder implements Importer {
    private final Path folder;

    private ImageFolder(Path folder) {
        this.folder = folder;
    }

    public static ImageFolder in(Path folder) {
        Folders.require(folder);
        return new ImageFolder(folder);
    }

    @Override
    public ImportReport read(Dataset into) {
        ImportReport report = new ImportReport("image folder");
        List<SampleDraft> drafts = new ArrayList<>();
        for (Path picture : Folders.pictures(folder)) {
            Dimension size = Folders.size(picture, report);
            if (size != null) {
                drafts.add(SampleDraft.of(folder.relativize(picture)).size(size.width, size.height));
            }
        }
        into.transaction("import images", () -> {
            into.setMediaRoot(folder);
            into.addSamples(drafts);
        });
        report.add(drafts.size(), 0);
        return report;
    }
}
