package dev.winnow.format;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.fiftyone.FiftyOneDataset;
import dev.winnow.progress.Progress;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * A process of its own that makes an import of some batches and measures what is live whenever a batch is full: prints {@code samples
 * labels columns bytes objects}. Columns is what the dataset has grown to in bytes. Bytes and objects are the most that was live above
 * the columns of the samples that were in the dataset by then, which grow evenly: a full batch, and what the importer itself holds.
 */
final class ImportMemory implements Progress.Listener {
    private static final int LABELS = 8;

    private final int period;
    private final List<Live> looks = new ArrayList<>();

    private ImportMemory(int period) {
        this.period = period;
    }

    /** What is live, in bytes and objects. */
    private record Live(long bytes, long objects) {
        static Live now() {
            try {
                String histogram = String.valueOf(ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "gcClassHistogram",
                                new Object[] {new String[0]},
                                new String[] {String[].class.getName()}));
                String[] total = histogram
                        .substring(histogram.lastIndexOf("Total"))
                        .strip()
                        .split("\\s+");
                return new Live(Long.parseLong(total[2]), Long.parseLong(total[1]));
            } catch (JMException failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        int labels = List.of("coco", "fiftyone").contains(args[0])
                ? LABELS
                : List.of("images", "csv").contains(args[0]) ? 0 : 1;
        int period = -Math.floorDiv(-ImportBatch.BATCH, 4 + labels);
        int batches = Integer.parseInt(args[2]);
        int size = batches * period;
        Importer format = make(args[0], folder, size);
        Dataset dataset = Dataset.create(Home.at(folder.resolve("home")), args[0] + size, IfExists.FAIL);
        ImportMemory memory = new ImportMemory(period);
        Progress.listen(memory);
        ImportReport report = format.read(dataset);
        Live after = Live.now();
        // The columns must not be collected before they are measured.
        if (dataset.count() != size
                || report.labels() != size * labels
                || !report.skipped().isEmpty()) {
            throw new IllegalStateException(report.toString());
        }
        Live before = memory.looks.get(0);
        long bytes = 0;
        long objects = 0;
        for (int batch = 0; batch < batches; batch++) {
            Live look = memory.looks.get(batch + 1);
            bytes = Math.max(bytes, look.bytes - before.bytes - (after.bytes - before.bytes) * batch / batches);
            objects = Math.max(
                    objects, look.objects - before.objects - (after.objects - before.objects) * batch / batches);
        }
        System.out.println(report.samples() + " " + report.labels() + " " + (after.bytes - before.bytes) + " " + bytes
                + " " + objects);
    }

    @Override
    public void started(long task, String what, long total) {
        looks.add(Live.now());
    }

    /** Called for each sample before a batch that it fills goes into the dataset. */
    @Override
    public void moved(long task, long done) {
        if (done % period == 0) {
            looks.add(Live.now());
        }
    }

    @Override
    public void ended(long task, long done, boolean cancelled) {
        // what is left then are the columns
    }

    private static Importer make(String format, Path folder, int size) throws IOException {
        Path in = Files.createDirectories(folder.resolve(format + size));
        switch (format) {
            case "images" -> {
                pictures(in, size);
                return ImageFolder.in(in);
            }
            case "classes" -> {
                pictures(in, size);
                return ClassFolders.in(in);
            }
            case "kitti" -> {
                pictures(in.resolve("image_2"), size);
                texts(
                        in.resolve("label_2"),
                        size,
                        ".txt",
                        "Car 0.00 0 -1.58 5 3 25 33 1.65 1.67 3.64 -0.65 1.71 46.70 -1.59\n");
                return Kitti.in(in);
            }
            case "yolo" -> {
                pictures(in.resolve("images/val"), size);
                texts(in.resolve("labels/val"), size, ".txt", "0 0.5 0.5 0.25 0.25\n");
                Files.writeString(in.resolve("dataset.yaml"), "val: ./images/val/\nnames: [Car]\n");
                return Yolo.v5(in);
            }
            case "voc" -> {
                pictures(in.resolve("JPEGImages"), size);
                texts(
                        in.resolve("Annotations"),
                        size,
                        ".xml",
                        """
                        <annotation><object><name>Car</name><bndbox>\
                        <xmin>5</xmin><ymin>3</ymin><xmax>25</xmax><ymax>33</ymax></bndbox></object></annotation>
                        """);
                return Voc.in(in);
            }
            default -> {
                return withPictures(format, in, pictures(folder.resolve("pictures"), size), size);
            }
        }
    }

    /** A format that is one file and names its pictures. */
    private static Importer withPictures(String format, Path in, Path pictures, int size) throws IOException {
        switch (format) {
            case "coco" -> {
                coco(in.resolve("labels.json"), size);
                return Coco.in(in).pictures(pictures);
            }
            case "fiftyone" -> {
                fiftyone(in, size);
                return FiftyOneDataset.in(in).pictures(pictures);
            }
            case "csv" -> {
                csv(in.resolve("labels.csv"), size);
                return Csv.in(in).pictures(pictures);
            }
            default -> throw new IllegalArgumentException(format);
        }
    }

    private static String name(int i) {
        return String.format("%03d/%07d", i / 1000, i);
    }

    /** What makes one file. */
    private interface Made {
        void at(Path file) throws IOException;
    }

    /** Files of the same content; a thousand links to one, as many as every file system allows. */
    private static Path links(Path folder, int size, String ending, Made content) throws IOException {
        Path one = folder;
        for (int i = 0; i < size; i++) {
            Path file = folder.resolve(name(i) + ending);
            if (i % 1000 == 0) {
                one = file;
                Files.createDirectories(file.getParent());
                content.at(file);
            } else if (!Files.exists(file)) {
                Files.createLink(file, one);
            }
        }
        return folder;
    }

    /** Small pictures. */
    private static Path pictures(Path folder, int size) throws IOException {
        return links(folder, size, ".png", Drawn::picture);
    }

    /** Files of one label each. */
    private static void texts(Path folder, int size, String ending, String text) throws IOException {
        links(folder, size, ending, file -> Files.writeString(file, text));
    }

    /** Labels before pictures, in no order. */
    private static void coco(Path file, int size) throws IOException {
        List<Integer> pictures = new ArrayList<>();
        for (int i = 0; i < size * LABELS; i++) {
            pictures.add(i / LABELS);
        }
        Collections.shuffle(pictures, new Random(1));
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"annotations\":[");
            for (int i = 0; i < size * LABELS; i++) {
                out.write((i == 0 ? "" : ",") + "{\"id\":" + i + ",\"image_id\":" + pictures.get(i)
                        + ",\"category_id\":1,\"bbox\":[" + i % 50 + "." + i % 7 + ",3,20,30],\"occluded\":" + i % 3
                        + "}");
            }
            out.write("],\"images\":[");
            for (int i = 0; i < size; i++) {
                out.write((i == 0 ? "" : ",") + "{\"id\":" + i + ",\"file_name\":\"" + name(i) + ".png\"}");
            }
            out.write("],\"categories\":[{\"id\":1,\"name\":\"Car\"}]}");
        }
    }

    private static void fiftyone(Path folder, int size) throws IOException {
        Files.writeString(
                folder.resolve("metadata.json"),
                """
                {"version":"1.22.1","sample_fields":[
                  {"name":"gt","ftype":"fiftyone.core.fields.EmbeddedDocumentField","embedded_doc_type":"fiftyone.core.labels.Detections"}]}
                """);
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("samples.json"))) {
            out.write("{\"samples\":[");
            for (int i = 0; i < size; i++) {
                out.write((i == 0 ? "" : ",")
                        + String.format("{\"_id\":{\"$oid\":\"%024x\"},\"filepath\":\"%s.png\",", i, name(i)));
                out.write("\"gt\":{\"detections\":[");
                for (int j = 0; j < LABELS; j++) {
                    out.write((j == 0 ? "" : ",")
                            + String.format(
                                    "{\"_id\":{\"$oid\":\"%024x\"},\"label\":\"Car\",\"bounding_box\":[0.1,0.25,0.5,0.25]}",
                                    (long) i * LABELS + j + (1L << 40)));
                }
                out.write("]}}");
            }
            out.write("]}");
        }
    }

    private static void csv(Path file, int size) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("filepath,score,scene\n");
            for (int i = 0; i < size; i++) {
                out.write(name(i) + ".png," + i / 7.0 + ","
                        + List.of("day", "night").get(i % 2) + "\n");
            }
        }
    }
}
