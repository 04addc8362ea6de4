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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pascal VOC: an XML file a picture with boxes in whole pixels. Written as {@code JPEGImages} and {@code Annotations}; {@code images}
 * or {@code data} with {@code annotations}, {@code annots} or {@code labels}, and files side by side, are read too. A box covers its last pixel, counted from 1 as the benchmark does:
 * {@code xmin} is the left edge + 1 and {@code xmax} the right edge.
 */
public final class Voc implements Importer, Exporter {
    private final Path folder;
    private final String field;
    private final int first;
    private final @Nullable Path annotations;
    private final @Nullable Path pictures;

    private Voc(Path folder, String field, int first, @Nullable Path annotations, @Nullable Path pictures) {
        this.folder = folder;
        this.field = field;
        this.first = first;
        this.annotations = annotations;
        this.pictures = pictures;
    }

    public static Voc in(Path folder) {
        return new Voc(folder, "ground_truth", 1, null, null);
    }

    public Voc labels(String field) {
        return new Voc(folder, field, first, annotations, pictures);
    }

    /** For files of tools that count pixels from 0 and write edges, as most labelling tools do. */
    public Voc zeroBased() {
        return new Voc(folder, field, 0, annotations, pictures);
    }

    /** Where the XML files are to be read from, when they are in no folder of a usual name. */
    public Voc annotations(Path annotations) {
        return new Voc(folder, field, first, annotations, pictures);
    }

    /** Where the pictures are to be read from, when they are in no folder of a usual name. */
    public Voc pictures(Path pictures) {
        return new Voc(folder, field, first, annotations, pictures);
    }

    /** Whether there is an XML file below a folder whose root is {@code annotation}. */
    static boolean looksLike(Path folder) {
        return ImageFolders.any(folder, VocFile::looksLike);
    }

    private Path annotations() {
        return annotations != null
                ? annotations
                : ImageFolders.holding(
                        folder, List.of("Annotations", "annotations", "annots", "labels"), VocFile::looksLike);
    }

    private Path pictures() {
        return pictures != null
                ? pictures
                : ImageFolders.holding(
                        folder, List.of("JPEGImages", "data", "images", "Images"), ImageFolders::isPicture);
    }

    @Override
    public ImportReport read(Dataset into, ImportOptions options) {
        ImageFolders.require(folder);
        Path pictures = pictures();
        Path annotations = annotations();
        ImageFolders.require(pictures);
        ImageFolders.require(annotations);
        return ImportBatch.run(into, options, "Pascal VOC", pictures, field, intake -> {
            SeenTexts stems = new SeenTexts();
            for (Path file : ImageFolders.pictures(pictures)) {
                String path = ImageFolders.stem(pictures.relativize(file).toString());
                stems.add(path);
                ImportBatch.Picture picture = intake.picture(file);
                if (picture == null) {
                    continue;
                }
                Path xml = annotations.resolve(path + ".xml");
                if (!Files.exists(xml)) {
                    intake.report().skip("no label file", path);
                    intake.add(intake.draft(picture), 0);
                    continue;
                }
                read(xml, picture, intake);
            }
            for (Path xml : ImageFolders.files(annotations, ".xml")) {
                String path = ImageFolders.stem(annotations.relativize(xml).toString());
                if (stems.add(path)) {
                    intake.report().skip("label file without a picture", path + ".xml");
                }
            }
        });
    }

    private void read(Path xml, ImportBatch.Picture picture, ImportBatch intake) {
        SampleDraft draft = intake.draft(picture);
        List<Detection> labels = new ArrayList<>();
        try {
            for (VocFile.Item item : VocFile.read(xml)) {
                Detection label = label(item, picture.size(), xml, intake);
                if (label != null) {
                    labels.add(label);
                }
            }
        } catch (IllegalArgumentException broken) {
            intake.report().skip("label file is no VOC file", xml.getFileName() + ": " + broken.getMessage());
            intake.add(draft, 0);
            return;
        }
        intake.add(draft.detections(field, labels), labels.size());
    }

    private @Nullable Detection label(VocFile.Item item, Dimension size, Path xml, ImportBatch intake) {
        String where = xml.getFileName() + ": " + item.name();
        double left = (item.box()[0] - first) / size.width;
        double top = (item.box()[1] - first) / size.height;
        double right = item.box()[2] / size.width;
        double bottom = item.box()[3] / size.height;
        Detection label = intake.label(item.name(), new Box(left, top, right - left, bottom - top), where);
        if (label == null) {
            return null;
        }
        Detection described = label;
        for (var more : item.attributes().entrySet()) {
            described = described.with(more.getKey(), more.getValue());
        }
        return described;
    }

    // ---- out

    @Override
    public ExportReport write(SampleCollection from) {
        List<Sample> samples = from.samples();
        MediaNames names = new MediaNames(samples);
        int count = 0;
        ExportedAttributes attributes = new ExportedAttributes(from, VocFile.TAKEN, false);
        ExportLosses losses = new ExportLosses();
        for (Sample sample : samples) {
            losses.sample(sample);
            String name = names.of(sample);
            ImageFolders.copy(sample.media(), folder.resolve("JPEGImages").resolve(name));
            if (sample.get(field) == null) {
                continue;
            }
            Dimension size = ImageFolders.size(from, sample);
            List<VocFile.Item> items = new ArrayList<>();
            for (Detection label : sample.detections(field)) {
                Box box = label.box();
                double[] edges = {
                    Math.rint(box.x() * size.width) + first,
                    Math.rint(box.y() * size.height) + first,
                    Math.rint((box.x() + box.w()) * size.width),
                    Math.rint((box.y() + box.h()) * size.height)
                };
                // A box thinner than half a pixel would vanish; it keeps one.
                edges[2] = Math.max(edges[2], edges[0] - first + 1);
                edges[3] = Math.max(edges[3], edges[1] - first + 1);
                Map<String, Object> renamed = attributes.of(label);
                Map<String, Object> written = VocFile.attributes(renamed);
                losses.label(label, renamed, written);
                items.add(new VocFile.Item(label.label(), edges, written));
            }
            count += items.size();
            VocFile.write(folder.resolve("Annotations").resolve(ImageFolders.stem(name) + ".xml"), name, size, items);
        }
        return new ExportReport(
                "Pascal VOC", samples.size(), count, 0, losses.notes(from, List.of(field), attributes.notes()));
    }
}
