package dev.winnow.data;

import dev.winnow.expr.Field;
import dev.winnow.label.Detection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * How long the reading verbs take: {@code main} prints the median of 21 runs after 20 of warm-up, of 100,000 samples with seven
 * boxes each and of a million without. Every run makes a new view, so nothing is remembered from the one before.
 */
final class ViewSpeed {
    private ViewSpeed() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("view-speed");
        try {
            measure(folder, args.length > 0 ? Integer.parseInt(args[0]) : 100_000, 7);
            million(folder, args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000);
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static Dataset filled(Path folder, String name, int count, IntFunction<SampleDraft> draft) {
        Dataset dataset = Dataset.create(Home.at(folder), name, IfExists.FAIL);
        for (int from = 0; from < count; from += 250_000) {
            List<SampleDraft> drafts = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + 250_000); i++) {
                drafts.add(draft.apply(i));
            }
            dataset.addSamples(drafts);
        }
        return dataset;
    }

    private static void measure(Path folder, int samples, int boxes) {
        Random random = new Random(1);
        String[] classes = {"car", "van", "truck", "pedestrian", "cyclist", "tram", "misc", "sitting"};
        Dataset dataset = filled(folder, "boxes", samples, i -> {
            List<Detection> labels = new ArrayList<>();
            for (int b = 0; b < boxes; b++) {
                labels.add(Detection.of(classes[random.nextInt(8)], 0.1, 0.1, 0.2, 0.2)
                        .withConfidence(random.nextDouble()));
            }
            return SampleDraft.of(String.format("images/%07d.jpg", i))
                    .tag("split:" + (i % 5 == 0 ? "val" : "train"))
                    .set("score", random.nextDouble())
                    .set("town", "town" + random.nextInt(40))
                    .detections("predictions", labels);
        });
        Field score = Field.of("score");
        System.out.println(samples + " samples, " + dataset.count("predictions") + " boxes");
        time("match + sort + limit 50", 8, () -> dataset.match(score.gt(0.2))
                .sortBy("score", true)
                .limit(50)
                .count());
        time("match + sort, all", 0, () -> dataset.match(score.gt(0.2))
                .sortBy("score", true)
                .count());
        time("sort by text, all", 0, () -> dataset.sortBy("town").count());
        time("matchTags + exists", 5, () -> dataset.matchTags("split:val")
                .exists("predictions")
                .count());
        time("match text isIn", 5, () -> dataset.match(Field.of("town").isIn("town1", "town2"))
                .count());
        time("filterLabels + count", 20, () -> dataset.filterLabels(
                        "predictions",
                        Field.of("confidence").gt(0.5).and(Field.of("label").eq("car")))
                .count("predictions"));
        time("match filter(..).length()", 0, () -> dataset.match(Field.of("predictions.detections")
                        .filter(Field.of("confidence").gt(0.9))
                        .length()
                        .ge(2))
                .count());
        time("countValues of box labels", 10, () -> dataset.countValues("predictions.detections.label")
                .total());
        time("mean of box scores", 0, () -> dataset.mean("predictions.confidence"));
        time("toPatches", 0, () -> dataset.toPatches("predictions").count());
        time("iterate, path and score", 300, () -> {
            long sum = 0;
            for (Sample sample : dataset.iterSamples()) {
                sum += sample.filepath().length() + (long) sample.number("score");
            }
            return sum;
        });
        time("iterate, with all boxes", 300, () -> {
            long sum = 0;
            for (Sample sample : dataset.iterSamples()) {
                sum += sample.detections("predictions").size();
            }
            return sum;
        });
    }

    private static void million(Path folder, int samples) {
        Random random = new Random(2);
        Dataset dataset = filled(folder, "million", samples, i -> SampleDraft.of(String.format("images/%07d.jpg", i))
                .tag(i % 3 == 0 ? "a" : "b")
                .set("score", random.nextDouble())
                .set("n", i % 1000));
        Field score = Field.of("score");
        System.out.println(samples + " samples");
        time("match on a number", 15, () -> dataset.match(score.gt(0.5)).count());
        time("match on a whole number", 15, () -> dataset.match(Field.of("n").eq(7))
                .count());
        time("match + sort + limit 100", 80, () -> dataset.match(score.gt(0.2))
                .sortBy("score", true)
                .limit(100)
                .count());
        time("match + sort, all", 0, () -> dataset.match(score.gt(0.2))
                .sortBy("score", true)
                .count());
        time("matchTags", 0, () -> dataset.matchTags("a").count());
    }

    private static void time(String what, double goal, Supplier<Object> work) {
        for (int i = 0; i < 20; i++) {
            work.get();
        }
        double[] millis = new double[21];
        for (int i = 0; i < millis.length; i++) {
            long from = System.nanoTime();
            work.get();
            millis[i] = (System.nanoTime() - from) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                "%-28s %8.2f ms (%.2f to %.2f)%s%n",
                what, millis[10], millis[2], millis[18], goal > 0 ? ", goal " + goal : "");
    }
}
