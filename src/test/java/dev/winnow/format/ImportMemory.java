package dev.winnow.format;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that makes an import of some size and measures what it holds: prints {@code samples labels columns peak}, the
 * last two in bytes. Columns is what is live while only the dataset is held, peak the most that was live at any moment.
 */
final class ImportMemory {
    private static final int LABELS = 7;

    private ImportMemory() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        int size = Integer.parseInt(args[2]);
        Dataset dataset = Dataset.create(Home.at(folder.resolve("home")), args[0] + size, IfExists.FAIL);
        Importer format = make(args[0], folder, size);
        CountDownLatch done = new CountDownLatch(1);
        long[] peak = new long[1];
        Thread watch = new Thread(() -> {
            do {
                peak[0] = Math.max(peak[0], live());
            } while (!over(done));
        });
        watch.start();
        ImportReport report = format.read(dataset);
        done.countDown();
        watch.join();
        System.out.println(report.samples() + " " + report.labels() + " " + live() + " " + peak[0]);
        // The columns must not be collected before they are measured.
        if (dataset.count() != size || !report.skipped().isEmpty()) {
            throw new IllegalStateException(report.toString());
        }
    }

    private static boolean over(CountDownLatch done) {
        try {
            return done.await(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            return true;
        }
    }

    private static long live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Importer make(String format, Path folder, int size) throws IOException {
        Path pictures = pictures(folder.resolve("pictures"), size);
        Path in = Files.createDirectories(folder.resolve(format + size));
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
        return String.format("%03d/%07d.png", i / 1000, i);
    }

    /** Small pictures; a thousand links to one file, as many as every file system allows. */
    private static Path pictures(Path folder, int size) throws IOException {
        Path one = folder.resolve("one.png");
        for (int i = 0; i < size; i++) {
            Path file = folder.resolve(name(i));
            if (i % 1000 == 0) {
                one = Drawn.picture(file);
            } else if (!Files.exists(file)) {
                Files.createLink(file, one);
            }
        }
        return folder;
    }

    /** Labels before pictures, in no order. */
    private static void coco(Path file, int size) throws IOException {
        Random random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"annotations\":[");
            for (int i = 0; i < size * LABELS; i++) {
                out.write((i == 0 ? "" : ",") + "{\"id\":" + i + ",\"image_id\":" + random.nextInt(size)
                        + ",\"category_id\":1,\"bbox\":[" + i % 50 + "." + i % 7 + ",3,20,30],\"occluded\":" + i % 3
                        + "}");
            }
            out.write("],\"images\":[");
            for (int i = 0; i < size; i++) {
                out.write((i == 0 ? "" : ",") + "{\"id\":" + i + ",\"file_name\":\"" + name(i) + "\"}");
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
                        + String.format("{\"_id\":{\"$oid\":\"%024x\"},\"filepath\":\"%s\",", i, name(i)));
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
                out.write(
                        name(i) + "," + i / 7.0 + "," + List.of("day", "night").get(i % 2) + "\n");
            }
        }
    }
}
