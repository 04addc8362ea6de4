package dev.winnow.format;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import java.nio.file.Path;
import java.util.List;

/**
 * Pictures in one folder a class: {@code cat/1.png}, {@code dog/7.png}. The class becomes the text of a field; pictures outside of such
 * folders, and those in {@code _unlabeled}, have none.
 */
public final class ClassFolders implements Importer, Exporter {
    private static final String NONE = "_unlabeled";

    private final Path folder;
    private final String field;

    private ClassFolders(Path folder, String field) {
        this.folder = folder;
        this.field = field;
    }

    public static ClassFolders in(Path folder) {
        return new ClassFolders(folder, "label");
    }

    public ClassFolders labels(String field) {
        return new ClassFolders(folder, field);
    }

    @Override
    public ImportReport read(Dataset into, ImportOptions options) {
        ImageFolders.require(folder);
        return ImportBatch.run(into, options, "class folders", folder, "", intake -> {
            for (Path file : ImageFolders.pictures(folder)) {
                ImportBatch.Picture picture = intake.picture(file);
                if (picture == null) {
                    continue;
                }
                Path inside = folder.relativize(file);
                String name = inside.getNameCount() > 1 ? inside.getName(0).toString() : NONE;
                boolean labelled = !name.equals(NONE);
                intake.add(intake.draft(picture).set(field, labelled ? name : null), labelled ? 1 : 0);
            }
        });
    }

    @Override
    public ExportReport write(SampleCollection from) {
        List<Sample> samples = from.samples();
        MediaNames names = new MediaNames(samples);
        int labels = 0;
        ExportLosses losses = new ExportLosses();
        for (Sample sample : samples) {
            losses.sample(sample);
            String name = sample.string(field);
            labels += name == null ? 0 : 1;
            String place = name == null ? NONE : name;
            if (place.isBlank() || place.matches(".*[/\\\\\\x00:].*") || place.matches("\\.+")) {
                throw new IllegalArgumentException("'" + place + "' in field " + field
                        + " cannot be the name of a folder. Rename the class, or export as CSV.");
            }
            ImageFolders.copy(sample.media(), folder.resolve(place).resolve(names.of(sample)));
        }
        return new ExportReport("class folders", samples.size(), labels, 0, losses.notes(from, List.of(field)));
    }
}
