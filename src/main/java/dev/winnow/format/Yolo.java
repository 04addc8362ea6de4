package dev.winnow.format;

import dev.winnow.data.Box;
import dev.winnow.data.Dataset;
import dev.winnow.data.Detection;
import dev.winnow.data.FieldType;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.SampleDraft;
import java.awt.Dimension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * YOLOv5's layout, which later versions read too: {@code images/<split>}, {@code labels/<split>} and {@code dataset.yaml}. A row is
 * {@code class x-centre y-centre width height}, shares of the image with six decimals, and a score for predictions.
 */
public final class Yolo implements Importer, Exporter {
    private final Path folder;
    private final String split;
    private final String field;
    private final List<String> classes;

    private Yolo(Path folder, String split, String field, List<String> classes) {
        this.folder = folder;
        this.split = split;
        this.field = field;
        this.classes = classes;
    }

    public static Yolo v5(Path folder) {
        return new Yolo(folder, "val", "ground_truth", List.of());
    }

    public Yolo split(String split) {
        return new Yolo(folder, split, field, classes);
    }

    public Yolo labels(String field) {
        return new Yolo(folder, split, field, classes);
    }

    /** The class list that numbers stand for; labels of other classes are dropped and counted. */
    public Yolo classes(List<String> classes) {
        return new Yolo(folder, split, field, List.copyOf(classes));
    }

    @Override
    public ExportReport write(SampleCollection from) {
        List<String> names = classes.isEmpty() ? from.distinct(field + ".detections.label") : classes;
        int labels = 0;
        int dropped = 0;
        List<Sample> samples = from.samples();
        for (Sample sample : samples) {
            String stem = Folders.stem(sample.fileName());
            Folders.copy(sample.media(), folder.resolve("images").resolve(split).resolve(sample.fileName()));
            List<String> rows = new ArrayList<>();
            for (Detection label : sample.detections(field)) {
                int number = names.indexOf(label.label());
                if (number < 0) {
                    dropped++;
                    continue;
                }
                Box box = label.box();
                String row = String.format(
                        Locale.ROOT,
                        "%d %.6f %.6f %.6f %.6f",
                        number,
                        box.x() + box.w() / 2,
                        box.y() + box.h() / 2,
                        box.w(),
                        box.h());
                rows.add(label.hasConfidence() ? row + String.format(Locale.ROOT, " %.6f", label.confidence()) : row);
                labels++;
            }
            Folders.write(folder.resolve("labels").resolve(split).resolve(stem + ".txt"), String.join("\n", rows));
        }
        writeYaml(names);
        return new ExportReport("YOLOv5 " + split, samples.size(), labels, dropped);
    }

    private void writeYaml(List<String> names) {
        Path file = folder.resolve("dataset.yaml");
        Map<String, String> splits = new LinkedHashMap<>();
        if (Files.exists(file)) {
            Map<String, Object> before = yaml(file);
            List<String> known = names(before);
            if (!known.equals(names)) {
                throw new IllegalArgumentException("dataset.yaml holds the classes " + known + "; this split has "
                        + names + ". Pass the same classes(…) to both, or export to another folder.");
            }
            before.forEach((key, value) -> {
                if (!List.of("path", "names", "nc").contains(key)) {
                    splits.put(key, String.valueOf(value));
                }
            });
        }
        splits.put(split, "./images/" + split + "/");
        StringBuilder text = new StringBuilder("path: " + folder.toAbsolutePath() + "\n");
        splits.forEach(
                (name, place) -> text.append(name).append(": ").append(place).append('\n'));
        text.append("names:\n");
        for (int i = 0; i < names.size(); i++) {
            text.append("  ").append(i).append(": ").append(names.get(i)).append('\n');
        }
        Folders.write(file, text.toString());
    }

    private static Map<String, Object> yaml(Path file) {
        Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(Folders.text(file));
        if (root instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(String.valueOf(key), value));
            return copy;
        }
        throw new IllegalArgumentException(file.getFileName() + " is no YOLO data file: it holds no keys.");
    }

    private static List<String> names(Map<String, Object> yaml) {
        if (yaml.get("names") instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        if (yaml.get("names") instanceof Map<?, ?> map) {
            Map<Integer, String> byNumber = new java.util.TreeMap<>();
            map.forEach((key, value) -> byNumber.put(Integer.parseInt(String.valueOf(key)), String.valueOf(value)));
            List<String> names = new ArrayList<>();
            byNumber.forEach((number, name) -> {
                while (names.size() < number) {
                    names.add(String.valueOf(names.size()));
                }
                names.add(name);
            });
            return names;
        }
        throw new IllegalArgumentException("dataset.yaml has no names: a list or numbers with class names is needed.");
    }

    private List<String> knownClasses() {
        for (String name : List.of("dataset.yaml", "data.yaml")) {
            if (classes.isEmpty() && Files.exists(folder.resolve(name))) {
                return names(yaml(folder.resolve(name)));
            }
        }
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("There is no dataset.yaml or data.yaml in " + folder.getFileName()
                    + ". Pass classes(…), or the folder that has it.");
        }
        return classes;
    }

    @Override
    public ImportReport read(Dataset into) {
        Folders.require(folder);
        ImportReport report = new ImportReport("YOLO");
        List<String> names = knownClasses();
        List<SampleDraft> drafts = new ArrayList<>();
        Path pictures = folder.resolve("images");
        Folders.require(pictures);
        for (Path picture : Folders.pictures(pictures)) {
            Dimension size = Folders.size(picture, report);
            if (size == null) {
                continue;
            }
            Path relative = pictures.relativize(picture);
            Path labelFile = folder.resolve("labels").resolve(Folders.stem(relative.toString()) + ".txt");
            SampleDraft draft = SampleDraft.of(relative).size(size.width, size.height);
            List<Detection> labels = Files.exists(labelFile) ? parse(labelFile, names, report) : List.of();
            if (relative.getNameCount() > 1) {
                draft.tag("yolo:" + relative.getName(0));
            }
            drafts.add(draft.detections(field, labels));
            report.add(1, labels.size());
        }
        into.transaction("import YOLO", () -> {
            into.setMediaRoot(pictures);
            into.addSampleField(field, FieldType.DETECTIONS);
            into.addSamples(drafts);
        });
        return report;
    }

    /** Reads predictions, one text file a sample by its picture's name, into a field. */
    public ImportReport readPredictions(SampleCollection view, String predictions) {
        ImportReport report = new ImportReport("YOLO predictions");
        List<String> names = knownClasses();
        Map<String, List<Detection>> byId = new LinkedHashMap<>();
        for (Sample sample : view.samples()) {
            Path file = folder.resolve("labels").resolve(split).resolve(Folders.stem(sample.fileName()) + ".txt");
            if (!Files.exists(file)) {
                report.skip("no label file", sample.fileName());
                continue;
            }
            List<Detection> labels = parse(file, names, report);
            byId.put(sample.id(), labels);
            report.add(1, labels.size());
        }
        view.dataset().addSampleField(predictions, FieldType.DETECTIONS);
        view.setDetections(predictions, byId);
        return report;
    }

    private static List<Detection> parse(Path file, List<String> names, ImportReport report) {
        List<Detection> labels = new ArrayList<>();
        for (String line : Folders.text(file).lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            String where = file.getFileName() + ": " + line.strip();
            String[] part = line.strip().split("\\s+");
            try {
                int number = Integer.parseInt(part[0]);
                double[] values = new double[part.length - 1];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Double.parseDouble(part[i + 1]);
                }
                if (values.length < 4) {
                    report.skip("a row needs five columns", where);
                    continue;
                }
                Box box = values.length >= 6
                        ? bounds(values)
                        : new Box(values[0] - values[2] / 2, values[1] - values[3] / 2, values[2], values[3]);
                Box valid = box.problem().startsWith("reaches") ? box.clipped() : box;
                if (!valid.problem().isEmpty()) {
                    report.skip("box is " + valid.problem(), where);
                    continue;
                }
                Detection label =
                        Detection.of(number >= 0 && number < names.size() ? names.get(number) : part[0], valid);
                labels.add(values.length == 5 ? label.withConfidence(values[4]) : label);
            } catch (NumberFormatException noNumber) {
                report.skip("a column is no number", where);
            }
        }
        return labels;
    }

    /** The box around a polygon of x, y pairs. */
    private static Box bounds(double[] values) {
        double left = 1;
        double top = 1;
        double right = 0;
        double bottom = 0;
        for (int i = 0; i + 1 < values.length; i += 2) {
            left = Math.min(left, values[i]);
            right = Math.max(right, values[i]);
            top = Math.min(top, values[i + 1]);
            bottom = Math.max(bottom, values[i + 1]);
        }
        return new Box(left, top, right - left, bottom - top);
    }
}
