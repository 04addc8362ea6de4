package dev.winnow.format;

import dev.winnow.data.Box;
import dev.winnow.data.Dataset;
import dev.winnow.data.Detection;
import dev.winnow.data.SampleDraft;
import java.awt.Dimension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * KITTI's object benchmark: pictures, and beside them one text file each with a line an object in pixels. {@code DontCare} rows become
 * labels of that name: regions, not objects.
 */
public final class Kitti implements Importer {
    private static final int COLUMNS = 15;

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

    /** A folder with {@code image_2} and {@code label_2}, or with pictures and text files side by side. */
    public static Kitti in(Path folder) {
        Folders.require(folder);
        Path pictures = Files.isDirectory(folder.resolve("image_2")) ? folder.resolve("image_2") : folder;
        Path labels = Files.isDirectory(folder.resolve("label_2")) ? folder.resolve("label_2") : folder;
        return new Kitti(pictures, labels, "ground_truth", Map.of());
    }

    /** Pictures of one folder with the label files of another. */
    public static Kitti in(Path pictures, Path labels) {
        Folders.require(pictures);
        Folders.require(labels);
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
    public ImportReport read(Dataset into) {
        ImportReport report = new ImportReport("KITTI");
        List<SampleDraft> drafts = new ArrayList<>();
        for (Path picture : Folders.pictures(pictures)) {
            Dimension size = Folders.size(picture, report);
            if (size == null) {
                continue;
            }
            SampleDraft draft = SampleDraft.of(pictures.relativize(picture)).size(size.width, size.height);
            String stem = Folders.stem(picture.getFileName().toString());
            draft.set("sequence", drives.get(stem));
            Path file = labels.resolve(stem + ".txt");
            int count = 0;
            if (Files.exists(file)) {
                List<Detection> own = parse(file, size, report);
                draft.detections(field, own);
                count = own.size();
            } else {
                report.skip("no label file", stem);
            }
            drafts.add(draft);
            report.add(1, count);
        }
        into.transaction("import KITTI", () -> {
            into.setMediaRoot(pictures);
            into.addSampleField(field, dev.winnow.data.FieldType.DETECTIONS);
            into.addSamples(drafts);
        });
        return report;
    }

    /** The labels of one file for a picture of this size; rows that make no box are left out and counted. */
    static List<Detection> parse(Path file, Dimension size, ImportReport report) {
        List<Detection> labels = new ArrayList<>();
        for (String line : Folders.text(file).lines().toList()) {
            String[] part = line.strip().split("\\s+");
            if (line.isBlank()) {
                continue;
            }
            String where = file.getFileName() + ": " + line.strip();
            if (part.length < COLUMNS) {
                report.skip("a row needs " + COLUMNS + " columns", where);
                continue;
            }
            try {
                double left = Double.parseDouble(part[4]) / size.width;
                double top = Double.parseDouble(part[5]) / size.height;
                double right = Double.parseDouble(part[6]) / size.width;
                double bottom = Double.parseDouble(part[7]) / size.height;
                Box box = new Box(left, top, right - left, bottom - top);
                boolean sticksOut = box.problem().startsWith("reaches");
                Box valid = sticksOut ? box.clipped() : box;
                if (!valid.problem().isEmpty()) {
                    report.skip("box is " + valid.problem(), where);
                    continue;
                }
                Detection label = Detection.of(part[0], valid);
                if (!part[0].equals("DontCare")) {
                    label = label.with("truncated", Double.parseDouble(part[1]))
                            .with("occluded", Long.parseLong(part[2]))
                            .with("alpha", Double.parseDouble(part[3]));
                }
                if (part.length > COLUMNS) {
                    label = label.withConfidence(Double.parseDouble(part[COLUMNS]));
                }
                labels.add(label);
            } catch (NumberFormatException noNumber) {
                report.skip("a column is no number", where);
            }
        }
        return labels;
    }
}
