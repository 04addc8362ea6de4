package dev.winnow.data;

import dev.winnow.expr.Field;
import dev.winnow.format.Csv;
import dev.winnow.label.Detection;
import dev.winnow.store.LogEmptier;
import dev.winnow.store.Store;
import dev.winnow.vectors.Embeddings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Another process for the tests: writes transactions and says each number once it is acknowledged, until it is killed. */
final class WriterProcess {
    static final int BATCH = 200;
    static final int DIM = 1024;

    private WriterProcess() {}

    /** Starts one; what it says goes to {@code said}, or to a pipe. */
    static Process start(Path home, @Nullable Path said, String... args) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                classPath,
                WriterProcess.class.getName(),
                home.toString(),
                "road"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        if (said != null) {
            builder.redirectOutput(said.toFile());
        }
        return builder.start();
    }

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        if (args[2].equals("in place")) {
            inPlace(home.resolve("in-place"));
        }
        if (args[2].equals("migration")) {
            migration(home, Path.of(args[3]));
        }
        try {
            if (args[2].equals("make")) {
                make(Home.at(home));
                return;
            }
            if (args[2].equals("files")) {
                openAllFiles(home);
            }
            if (args[2].equals("open")) {
                acknowledge(0);
                System.in.read();
            }
            Dataset dataset = Dataset.load(Home.at(home), args[1]);
            if (!List.of("lease", "open").contains(args[2])) {
                acknowledge(0);
            }
            if (List.of("backup", "restore", "export").contains(args[2])) {
                System.in.read();
            }
            switch (args[2]) {
                case "open" -> dataset.verify();
                case "backup" -> dataset.backup(home.resolve("backup"));
                case "restore" -> dataset.restore("early");
                case "export" -> Csv.in(home.resolve("csv")).write(dataset);
                case "transaction" -> transactions(dataset);
                case "save" -> saves(dataset);
                case "bulk" -> bulk(dataset);
                case "checkpoint" -> checkpoints(dataset);
                case "background" -> backgroundCheckpoints(dataset);
                case "vectors" -> vectors(dataset);
                case "snapshot" -> snapshots(dataset);
                case "share" ->
                    share(dataset, Integer.parseInt(args[3]), Integer.parseInt(args[4]), Integer.parseInt(args[5]));
                case "contend" -> contend(dataset, Integer.parseInt(args[3]));
                case "lease" -> {
                    try (AutoCloseable lease = dataset.lease("loop")) {
                        System.out.println("held " + lease.hashCode());
                        System.in.read();
                    }
                }
                default -> throw new IllegalArgumentException(args[2]);
            }
        } catch (RuntimeException refused) {
            System.out.println("refused " + String.valueOf(refused).replace('\n', ' '));
            System.exit(3);
        }
    }

    /** Makes a dataset and ends as a program does. */
    private static void make(Home home) {
        Dataset dataset = Dataset.create(home, "made", IfExists.FAIL);
        for (int i = 0; i < 40; i++) {
            dataset.addSample(SampleDraft.of(i + ".jpg"));
        }
    }

    /** Opens files until the system gives no more. */
    private static void openAllFiles(Path home) throws Exception {
        new ProcessBuilder(
                        "/usr/bin/prlimit", "--pid=" + ProcessHandle.current().pid(), "--nofile=256:256")
                .inheritIO()
                .start()
                .waitFor();
        // What is loaded late would find no file either.
        Dataset.create(Home.at(home), "warm", IfExists.FAIL).delete();
        List<FileChannel> open = new ArrayList<>();
        try {
            while (true) {
                open.add(FileChannel.open(home.resolve("catalog.sqlite")));
            }
        } catch (IOException none) {
            open.remove(0).close();
            open.remove(0).close();
            open.remove(0).close();
        }
        HELD.addAll(open);
    }

    private static final List<FileChannel> HELD = new ArrayList<>();

    private static void acknowledge(long number) {
        System.out.println(number);
        System.out.flush();
    }

    private static long last(Dataset dataset) {
        return dataset.match(Field.of("number").exists()).isEmpty() ? 0 : (long) dataset.max("number");
    }

    /** Each transaction sets one number in every sample, a tag, a label and a run: all of them or none. */
    private static void transactions(Dataset dataset) {
        for (long number = last(dataset) + 1; ; number++) {
            long next = number;
            dataset.transaction("step", () -> step(dataset, next));
            acknowledge(next);
        }
    }

    private static void step(Dataset dataset, long next) {
        dataset.setValues("number", next);
        dataset.putRun("step", "last", "{\"number\":" + next + "}");
        dataset.limit(1)
                .setDetections(
                        "boxes", Map.of(dataset.ids().get(0), List.of(Detection.of("n" + next, 0.1, 0.1, 0.2, 0.2))));
    }

    /** The same with the write-ahead log emptied into the file after every third. */
    private static void checkpoints(Dataset dataset) {
        Path file = dataset.home().find(dataset.name()).orElseThrow().resolve("dataset.sqlite");
        for (long number = last(dataset) + 1; ; number++) {
            long next = number;
            dataset.transaction("step", () -> step(dataset, next));
            acknowledge(next);
            if (next % 3 == 0) {
                Store.open(file).close();
            }
        }
    }

    /** The same with a background that empties the log after every transaction, while the next is written. */
    private static void backgroundCheckpoints(Dataset dataset) {
        Path file = dataset.home().find(dataset.name()).orElseThrow().resolve("dataset.sqlite");
        try (LogEmptier log = new LogEmptier(file)) {
            for (long number = last(dataset) + 1; ; number++) {
                long next = number;
                dataset.transaction("step", () -> step(dataset, next));
                log.wrote(LogEmptier.GATHERED);
                log.committed();
                acknowledge(next);
            }
        }
    }

    /** Saves sample after sample, each in a transaction of its own; after n of them, n are spread evenly. */
    private static void saves(Dataset dataset) {
        List<String> ids = dataset.ids();
        for (long number = (long) dataset.sum("number") + 1; ; number++) {
            String id = ids.get((int) ((number - 1) % ids.size()));
            dataset.setValues("number", Map.of(id, (number - 1) / ids.size() + 1));
            acknowledge(number);
        }
    }

    private static void bulk(Dataset dataset) {
        for (long number = (dataset.count() - 40) / BATCH + 1; ; number++) {
            List<SampleDraft> drafts = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                drafts.add(SampleDraft.of("batch-" + number + "/" + i + ".jpg")
                        .set("number", number)
                        .set("note", "note " + number)
                        .detections("boxes", List.of(Detection.of("n" + number, 0.1, 0.1, 0.2, 0.2))));
            }
            dataset.addSamples(drafts);
            acknowledge(number);
        }
    }

    private static void vectors(Dataset dataset) {
        List<String> ids = dataset.ids();
        long first = dataset.hasField("vectors")
                ? (long) dataset.embeddings("vectors").block()[0] + 1
                : 1;
        for (long number = first; ; number++) {
            dataset.setEmbeddings("vectors", filled(ids, number));
            acknowledge(number);
        }
    }

    static Embeddings filled(List<String> ids, float value) {
        float[] block = new float[ids.size() * DIM];
        Arrays.fill(block, value);
        return Embeddings.of(ids, block, DIM);
    }

    private static void snapshots(Dataset dataset) {
        for (long number = 1; ; number++) {
            bulkOnce(dataset, number);
            dataset.snapshot("s" + number % 2);
            acknowledge(number);
        }
    }

    private static void bulkOnce(Dataset dataset, long number) {
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < BATCH * 5; i++) {
            drafts.add(SampleDraft.of("snap-" + number + "/" + i + ".jpg").set("number", number));
        }
        dataset.addSamples(drafts);
    }

    /** Brings copies of a store of format 1 up to date, one after the other. */
    private static void migration(Path home, Path golden) throws IOException {
        for (int number = 1; ; number++) {
            Path file = home.resolve("migrated-" + number).resolve("dataset.sqlite");
            if (Files.exists(file)) {
                continue;
            }
            Files.createDirectories(file.getParent());
            Files.copy(golden, file);
            Store.open(file).close();
            acknowledge(number);
        }
    }

    /** What the others are held against: a file that is written over in place, as one must not. */
    private static void inPlace(Path file) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(4096);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long number = 1; ; number++) {
                for (int i = 0; i < 256; i++) {
                    page.clear();
                    while (page.hasRemaining()) {
                        page.putLong(number);
                    }
                    page.flip();
                    channel.write(page, i * 4096L);
                }
                acknowledge(number);
            }
        }
    }

    /** Adds one to the values of its own share of the samples, each in a transaction of its own. */
    private static void share(Dataset dataset, int own, int of, int rounds) {
        List<String> ids = new ArrayList<>();
        for (int i = own; i < dataset.count(); i += of) {
            ids.add(dataset.ids().get(i));
        }
        for (int round = 0; round < rounds; round++) {
            String id = ids.get(round % ids.size());
            dataset.setValues("number", Map.of(id, (long) dataset.sample(id).number("number") + 1));
        }
    }

    /** Adds one to the same value as others do, again where another was faster. */
    private static void contend(Dataset dataset, int rounds) {
        String id = dataset.ids().get(0);
        for (int round = 0; round < rounds; ) {
            try {
                long seen = (long) dataset.sample(id).number("number");
                dataset.setValues("number", Collections.singletonMap(id, seen + 1));
                round++;
            } catch (ConflictException faster) {
                dataset.reload();
            }
        }
    }
}
