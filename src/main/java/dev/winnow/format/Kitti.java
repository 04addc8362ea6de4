package dev.winnow.format;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.awt.Dimension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * KITTI's object benchmark: pictures, and for each a text file of the same path with a line an object in pixels. {@code DontCare}
 * rows become labels of that name: regions, not objects. Written with two decimals, as the benchmark's own files are.
 */
public final class Kitti implements Importer, Exporter {
    private final Path pictures;
    private final Path labels;
    private final String field;
    private final Map<String, String> drives;

    private Kitti(Path pictures, Path labels, String field, Map<String, String> drives) {
        this.pictures = pictures;
        this.labels = labels;
        this.field = field;
        this.drives = drives;
    }

    /**
     * A folder with {@code image_2} and {@code label_2}, with {@code data} and {@code labels}, or with pictures and text files side by
     * side; to write, a folder to be made, with {@code image_2} and {@code label_2}.
     */
    public static Kitti in(Path folder) {
        if (Files.isDirectory(folder.resolve("data")) && Files.isDirectory(folder.resolve("labels"))) {
            return new Kitti(folder.resolve("data"), folder.resolve("labels"), "ground_truth", Map.of());
        }
        boolean plain =
                Files.isDirectory(folder) && !Files.isDirectory(folder.resolve("image_2")) && holdsPictures(folder);
        Path pictures = plain ? folder : folder.resolve("image_2");
        boolean sideBySide = plain && !Files.isDirectory(folder.resolve("label_2"));
        return new Kitti(pictures, sideBySide ? folder : folder.resolve("label_2"), "ground_truth", Map.of());
    }

    private static boolean holdsPictures(Path folder) {
        return ImageFolders.first(folder, ImageFolders::isPicture).isPresent();
    }

    /** Pictures of one folder with the label files of another. */
    public static Kitti in(Path pictures, Path labels) {
        return new Kitti(pictures, labels, "ground_truth", Map.of());
    }

    public Kitti labels(String field) {
        return new Kitti(pictures, labels, field, drives);
    }

    /** Which drive each picture, named without its ending, belongs to: stored as {@code sequence}. */
    public Kitti sequences(Map<String, String> drives) {
        return new Kitti(pictures, labels, field, new HashMap<>(drives));
    }

    @Override
    public ImportReport read(Dataset into, ImportOptions options) {
        ImageFolders.require(pictures);
        ImageFolders.require(labels);
        return ImportBatch.run(into, options, "KITTI", pictures, field, intake -> {
            for (Path file : ImageFolders.pictures(pictures)) {
                ImportBatch.Picture picture = intake.picture(file);
                if (picture != null) {
                    read(picture, intake, options);
                }
            }
        });
    }

    private void read(ImportBatch.Picture picture, ImportBatch intake, ImportOptions options) {
        SampleDraft draft = intake.draft(picture);
        String path = ImageFolders.stem(pictures.relativize(picture.file()).toString());
        draft.set(
                "sequence",
                drives.get(ImageFolders.stem(picture.file().getFileName().toString())));
        Path file = labels.resolve(path + ".txt");
        if (!Files.exists(file)) {
            intake.report().skip("no label file", path);
            intake.add(draft, 0);
            return;
        }
        List<Detection> own = parse(file, picture.size(), options, intake.report());
        intake.add(draft.detections(field, own), own.size());
    }

    /** The labels of one file for a picture of this size; rows that make no box are left out and counted. */
    static List<Detection> parse(Path file, Dimension size, ImportOptions options, ImportReport report) {
        List<Detection> labels = new ArrayList<>();
        ImageFolders.lines(file, line -> {
            String where = file.getFileName() + ": " + line;
            try {
                KittiRow row = KittiRow.parse(line);
                Detection label =
                        ImportBatch.label(row.type(), row.box(size.width, size.height), where, options, report);
                if (label != null) {
                    labels.add(row.describe(label));
                }
            } catch (IllegalArgumentException unreadable) {
                report.skip(
                        unreadable instanceof NumberFormatException
                                ? "a column is no number"
                                : String.valueOf(unreadable.getMessage()),
                        where);
            }
        });
        return labels;
    }

    @Override
    public ExportReport write(SampleCollection from) {
        List<Sample> samples = from.samples();
        MediaNames names = new MediaNames(samples);
        int count = 0;
        ExportLosses losses = new ExportLosses();
        for (Sample sample : samples) {
            losses.sample(sample);
            ImageFolders.copy(sample.media(), pictures.resolve(names.of(sample)));
            if (sample.get(field) == null) {
                continue;
            }
            Dimension size = ImageFolders.size(from, sample);
            List<String> rows = new ArrayList<>();
            for (Detection label : sample.detections(field)) {
                Box box = label.box();
                losses.label(label, KittiRow.written(label));
                rows.add(KittiRow.of(label, box, size.width, size.height).toString());
            }
            count += rows.size();
            ImageFolders.write(labels.resolve(ImageFolders.stem(names.of(sample)) + ".txt"), String.join("\n", rows));
        }
        return new ExportReport("KITTI", samples.size(), count, 0, losses.notes(from, List.of(field)));
    }
}
