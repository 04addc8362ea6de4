package dev.winnow.format;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * YOLO: pictures, a text file of labels for each, and a data file that names the classes. Version 5 writes {@code images/<split>},
 * {@code labels/<split>} and {@code dataset.yaml}; version 8 {@code <split>/images}, {@code <split>/labels} and {@code data.yaml}.
 * Either way of laying it out is read, whatever the version. A row is {@code class x-centre y-centre width height}, shares of the
 * image with six decimals, and a score for predictions; a row with more numbers is a polygon, of which the box around it is read, or, where the
 * data file has {@code kpt_shape}, a box with keypoints, which are counted and left out.
 */
public final class Yolo implements Importer, LabelFormat {
    private final Path folder;
    private final boolean splitFirst;
    private final @Nullable String split;
    private final String field;
    private final List<String> classes;
    private final boolean overwrite;
    private final @Nullable SampleCollection among;
    private final @Nullable Path dataFile;

    private Yolo(
            Path folder,
            boolean splitFirst,
            @Nullable String split,
            String field,
            List<String> classes,
            boolean overwrite,
            @Nullable SampleCollection among,
            @Nullable Path dataFile) {
        this.folder = folder;
        this.splitFirst = splitFirst;
        this.split = split;
        this.field = field;
        this.classes = classes;
        this.overwrite = overwrite;
        this.among = among;
        this.dataFile = dataFile;
    }

    public static Yolo v5(Path folder) {
        return new Yolo(folder, false, null, "ground_truth", List.of(), false, null, null);
    }

    public static Yolo v8(Path folder) {
        return new Yolo(folder, true, null, "ground_truth", List.of(), false, null, null);
    }

    /** The data file to read, whatever its name; written is always that of the layout. */
    public Yolo data(Path file) {
        return new Yolo(folder, splitFirst, split, field, classes, overwrite, among, file);
    }

    /** The split to write, {@code val} where none is named, or the only one to read. */
    public Yolo split(String split) {
        return new Yolo(folder, splitFirst, split, field, classes, overwrite, among, dataFile);
    }

    @Override
    public Yolo labels(String field) {
        return new Yolo(folder, splitFirst, split, field, classes, overwrite, among, dataFile);
    }

    /** The class list that numbers stand for; labels of other classes are dropped and counted. */
    @Override
    public Yolo classes(List<String> classes) {
        return new Yolo(folder, splitFirst, split, field, List.copyOf(classes), overwrite, among, dataFile);
    }

    @Override
    public Yolo among(SampleCollection all) {
        return new Yolo(folder, splitFirst, split, field, classes, overwrite, all, dataFile);
    }

    private MediaNames names(SampleCollection view) {
        return new MediaNames((among == null ? view : among).samples());
    }

    /** Starts the export anew: pictures, labels and the data file of an earlier export into this folder, of every split, are deleted first. */
    public Yolo overwrite() {
        return new Yolo(folder, splitFirst, split, field, classes, true, among, dataFile);
    }

    private String splitName() {
        return split == null ? "val" : split;
    }

    /** The folder of a split's {@code images} or {@code labels}. */
    private Path place(String what) {
        return splitFirst
                ? folder.resolve(splitName()).resolve(what)
                : folder.resolve(what).resolve(splitName());
    }

    // ---- out

    @Override
    public ExportReport write(SampleCollection from) {
        List<String> names = classes.isEmpty() ? from.distinct(field + ".detections.label") : classes;
        if (overwrite) {
            deleteEarlier();
        }
        YoloData data = data(names);
        Map<String, Integer> numbers = new HashMap<>();
        names.forEach(name -> numbers.putIfAbsent(name, numbers.size()));
        List<Sample> samples = from.samples();
        MediaNames files = names(from);
        int labels = 0;
        int dropped = 0;
        ExportLosses losses = new ExportLosses();
        for (Sample sample : samples) {
            losses.sample(sample);
            String file = files.of(sample);
            ImageFolders.copy(sample.media(), place("images").resolve(file));
            if (sample.get(field) == null) {
                continue;
            }
            List<String> rows = new ArrayList<>();
            for (Detection label : sample.detections(field)) {
                Integer number = numbers.get(label.label());
                if (number == null) {
                    dropped++;
                } else {
                    rows.add(row(number, label));
                    losses.label(label, List.of());
                }
            }
            labels += rows.size();
            ImageFolders.write(place("labels").resolve(ImageFolders.stem(file) + ".txt"), String.join("\n", rows));
        }
        data.write(dataFile());
        return new ExportReport(
                "YOLOv" + (splitFirst ? 8 : 5) + " " + splitName(),
                samples.size(),
                labels,
                dropped,
                losses.notes(from, List.of(field)));
    }

    private Path dataFile() {
        return folder.resolve(splitFirst ? "data.yaml" : "dataset.yaml");
    }

    /** Deletes what an export of this layout wrote, and nothing where its data file is missing. */
    private void deleteEarlier() {
        if (!Files.exists(dataFile())) {
            return;
        }
        for (String name : YoloData.read(dataFile()).splits().keySet()) {
            Yolo earlier = split(name);
            ImageFolders.delete(earlier.place("images"));
            ImageFolders.delete(earlier.place("labels"));
        }
        ImageFolders.delete(dataFile());
    }

    /** What the data file will say, with the splits that it names already. */
    private YoloData data(List<String> names) {
        Path file = dataFile();
        YoloData before = Files.exists(file) ? YoloData.read(file) : new YoloData(Map.of(), YoloData.numbered(names));
        if (!before.names().equals(YoloData.numbered(names))) {
            throw new IllegalArgumentException(file.getFileName() + " holds the classes "
                    + List.copyOf(before.names().values())
                    + "; this split has " + names
                    + ". Pass the same classes(…) to both, start anew with overwrite(), or export to another folder.");
        }
        String place = folder.relativize(place("images")).toString().replace('\\', '/');
        return before.with(splitName(), "./" + place + "/");
    }

    private static String row(int number, Detection label) {
        Box box = label.box();
        String row = String.format(
                Locale.ROOT,
                "%d %.6f %.6f %.6f %.6f",
                number,
                box.x() + box.w() / 2,
                box.y() + box.h() / 2,
                box.w(),
                box.h());
        return label.hasConfidence() ? row + String.format(Locale.ROOT, " %.6f", label.confidence()) : row;
    }

    // ---- in

    private YoloData data() {
        Optional<YoloData> found = dataFound().map(YoloData::read);
        if (!classes.isEmpty()) {
            return new YoloData(
                    found.map(YoloData::splits).orElse(Map.of()),
                    YoloData.numbered(classes),
                    found.map(YoloData::keypoints).orElse(0));
        }
        return found.orElseThrow(() -> new IllegalArgumentException("There is no dataset.yaml or data.yaml in "
                + folder.getFileName()
                + ", nor one other YAML file with names. Pass classes(…), data(file), or the folder that has it."));
    }

    private Optional<Path> dataFound() {
        return dataFile == null ? YoloData.find(folder) : Optional.of(dataFile);
    }

    @Override
    public ImportReport read(Dataset into, ImportOptions options) {
        ImageFolders.require(folder);
        YoloData data = data();
        YoloPictures pictures = YoloPictures.find(folder, data, split);
        return ImportBatch.run(into, options, "YOLO", pictures.root(), field, intake -> {
            pictures.unread().forEach((place, why) -> intake.report().skip(why, place));
            SeenTexts seen = new SeenTexts();
            pictures.bySplit().forEach((name, files) -> {
                for (Path file : files) {
                    if (!seen.add(file.toString())) {
                        intake.report().skip("picture is named twice", name + ": " + file.getFileName());
                        continue;
                    }
                    ImportBatch.Picture picture = intake.picture(file);
                    if (picture != null) {
                        read(picture, name, data, intake, options);
                    }
                }
            });
            if (split == null) {
                orphans(pictures, intake.report());
            }
        });
    }

    /** Counts the label files in the {@code labels} folders of the pictures that no picture belongs to. */
    private void orphans(YoloPictures pictures, ImportReport report) {
        SeenTexts owned = new SeenTexts();
        Set<Path> folders = new LinkedHashSet<>();
        pictures.bySplit()
                .values()
                .forEach(files -> files.forEach(picture -> {
                    Path labels = YoloPictures.labels(folder, picture);
                    owned.add(labels.toString());
                    folders.add(Objects.requireNonNull(labels.getParent()));
                }));
        for (Path place : folders) {
            if (Files.isDirectory(place) && place.toString().contains("labels")) {
                ImageFolders.all(place, file -> file.toString().endsWith(".txt")).stream()
                        .filter(file -> owned.add(file.toString()))
                        .forEach(file ->
                                report.skip("label file without a picture", String.valueOf(file.getFileName())));
            }
        }
    }

    private void read(
            ImportBatch.Picture picture, String name, YoloData data, ImportBatch intake, ImportOptions options) {
        SampleDraft draft = intake.draft(picture);
        if (!name.isEmpty()) {
            draft.tag("yolo:" + name);
        }
        Path file = YoloPictures.labels(folder, picture.file());
        if (!Files.exists(file)) {
            intake.add(draft, 0);
            return;
        }
        List<Detection> labels = parse(file, data, options, intake.report());
        intake.add(draft.detections(field, labels), labels.size());
    }

    /** Reads predictions, one text file a sample by the name its picture was exported under, into a field. */
    public ImportReport readPredictions(SampleCollection view, String predictions) {
        ImportReport report = new ImportReport("YOLO predictions");
        YoloData data = data();
        Map<String, List<Detection>> byId = new LinkedHashMap<>();
        eachLabelFile(view, report, (sample, file) -> {
            List<Detection> labels = parse(file, data, ImportOptions.strict(), report);
            byId.put(sample.id(), labels);
            report.add(1, labels.size());
        });
        view.dataset().transaction("import predictions", () -> {
            view.dataset().addSampleField(predictions, FieldType.DETECTIONS);
            view.setDetections(predictions, byId);
        });
        return report;
    }

    /** Reads labels, one text file a sample by the name its picture was exported under; classes are named by the data file, if there is one. */
    @Override
    public ReturnedLabels readLabels(SampleCollection view) {
        ImageFolders.require(place("labels"));
        ImportReport report = new ImportReport("YOLO labels");
        YoloData data = dataFound().map(YoloData::read).orElseGet(this::data);
        Map<String, List<Detection>> byId = new LinkedHashMap<>();
        Set<Path> read = new HashSet<>();
        eachLabelFile(view, report, (sample, file) -> {
            read.add(file);
            int before = report.leftOut();
            List<Detection> labels = parse(file, data, ImportOptions.strict().keepingInvalidBoxes(), report).stream()
                    .map(label -> ReturnedLabels.label(label.label(), label.box(), sample.filepath(), report))
                    .toList();
            if (report.leftOut() > before) {
                report.skip(ReturnedLabels.UNREADABLE, sample.filepath());
            } else if (labels.isEmpty()) {
                report.skip(ReturnedLabels.EMPTY, sample.filepath());
            } else {
                byId.put(sample.id(), labels);
            }
        });
        ImageFolders.all(place("labels"), file -> file.toString().endsWith(".txt") && !read.contains(file))
                .forEach(file -> report.skip(ReturnedLabels.UNKNOWN, String.valueOf(file.getFileName())));
        return new ReturnedLabels(byId, report);
    }

    private void eachLabelFile(SampleCollection view, ImportReport report, BiConsumer<Sample, Path> read) {
        MediaNames files = names(view);
        for (Sample sample : view.samples()) {
            Path joined = place("labels").resolve(ImageFolders.stem(MediaNames.joined(sample)) + ".txt");
            Path own = place("labels").resolve(ImageFolders.stem(files.of(sample)) + ".txt");
            Path file = Files.exists(joined) ? joined : own;
            if (Files.exists(file)) {
                read.accept(sample, file);
            } else {
                report.skip("no label file", sample.fileName());
            }
        }
    }

    private static List<Detection> parse(Path file, YoloData data, ImportOptions options, ImportReport report) {
        List<Detection> labels = new ArrayList<>();
        ImageFolders.lines(file, line -> {
            String where = file.getFileName() + ": " + (line.length() > 80 ? line.substring(0, 80) + "…" : line);
            String[] part = line.split("\\s+");
            try {
                double number = Double.parseDouble(part[0]);
                double[] values = new double[part.length - 1];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Double.parseDouble(part[i + 1]);
                }
                if (values.length < 4) {
                    report.skip("a row needs five columns", where);
                    return;
                }
                boolean pose = data.keypoints() > 0 && values.length == 4 + data.keypoints();
                boolean polygon = values.length >= 6 && !pose;
                if (pose) {
                    report.skip("keypoints; their box is kept", where);
                }
                if (polygon) {
                    report.changed("a polygon came as the box around it", where);
                }
                Box box = polygon
                        ? bounds(values)
                        : new Box(values[0] - values[2] / 2, values[1] - values[3] / 2, values[2], values[3]);
                String name =
                        number == (int) number ? data.names().getOrDefault((int) number, "" + (int) number) : part[0];
                Detection label = ImportBatch.label(name, box, where, options, report);
                if (label != null) {
                    labels.add(values.length == 5 && !pose ? label.withConfidence(values[4]) : label);
                }
            } catch (NumberFormatException noNumber) {
                report.skip("a column is no number", where);
            }
        });
        return labels;
    }

    /** The box around a polygon of x, y pairs. */
    private static Box bounds(double[] values) {
        double left = values[0];
        double top = values[1];
        double right = values[0];
        double bottom = values[1];
        for (int i = 0; i + 1 < values.length; i += 2) {
            left = Math.min(left, values[i]);
            right = Math.max(right, values[i]);
            top = Math.min(top, values[i + 1]);
            bottom = Math.max(bottom, values[i + 1]);
        }
        return new Box(left, top, right - left, bottom - top);
    }
}
