package dev.winnow.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process for the tests: writes transactions and says each number once it is acknowledged, until it is killed. */
final class WriterProcess {
    private WriterProcess() {}

    public static void main(String[] args) throws Exception {
        Dataset dataset = Dataset.load(Home.at(Path.of(args[0])), args[1]);
        switch (args[2]) {
            case "loop" -> loop(dataset);
            case "half" -> half(dataset, Integer.parseInt(args[3]), Integer.parseInt(args[4]));
            case "lease" -> {
                try (AutoCloseable lease = dataset.lease("loop")) {
                    System.out.println("held " + lease.hashCode());
                    System.in.read();
                }
            }
            default -> throw new IllegalArgumentException(args[2]);
        }
    }

    /** Each transaction sets one number in every sample, a tag, a label and a run: all of them or none. */
    private static void loop(Dataset dataset) {
        long number =
                dataset.match(dev.winnow.expr.Field.of("number").exists()).isEmpty() ? 0 : (long) dataset.max("number");
        while (true) {
            long next = ++number;
            dataset.transaction("step", () -> {
                dataset.setValues("number", next);
                dataset.putRun("step", "last", "{\"number\":" + next + "}");
                dataset.first();
                dataset.limit(1)
                        .setDetections(
                                "boxes",
                                java.util.Map.of(
                                        dataset.ids().get(0), List.of(Detection.of("n" + next, 0.1, 0.1, 0.2, 0.2))));
            });
            System.out.println(next);
            System.out.flush();
        }
    }

    /** Adds one to the values of its own half of the samples, each in a transaction of its own. */
    private static void half(Dataset dataset, int half, int rounds) {
        List<String> ids = new ArrayList<>();
        for (int i = half; i < dataset.count(); i += 2) {
            ids.add(dataset.ids().get(i));
        }
        for (int round = 0; round < rounds; round++) {
            String id = ids.get(round % ids.size());
            dataset.setValues(
                    "number", java.util.Map.of(id, (long) dataset.sample(id).number("number") + 1));
        }
    }
}
