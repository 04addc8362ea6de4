package dev.winnow.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Detection;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The sets of boxes that src/test/python/coco_sets_fixture.py writes. */
final class CocoSets {
    private CocoSets() {}

    static JsonObject read(String resource) {
        try (Reader json =
                new InputStreamReader(Objects.requireNonNull(CocoSets.class.getResourceAsStream(resource)), UTF_8)) {
            return JsonParser.parseReader(json).getAsJsonObject();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    static Dataset dataset(Path folder, JsonObject set) {
        Dataset dataset = Dataset.create(Home.at(folder), "coco", IfExists.REPLACE);
        List<SampleDraft> drafts = new ArrayList<>();
        JsonArray images = set.getAsJsonArray("images");
        for (int image = 1; image <= images.size(); image++) {
            JsonArray size = images.get(image - 1).getAsJsonArray();
            drafts.add(SampleDraft.of(image + ".jpg")
                    .set("width", size.get(0).getAsInt())
                    .set("height", size.get(1).getAsInt())
                    .detections("ground_truth", labels(set.getAsJsonArray("truth"), image, size, true))
                    .detections("predictions", labels(set.getAsJsonArray("found"), image, size, false)));
        }
        dataset.addSamples(drafts);
        return dataset;
    }

    private static List<Detection> labels(JsonArray rows, int image, JsonArray size, boolean truth) {
        double width = size.get(0).getAsDouble();
        double height = size.get(1).getAsDouble();
        List<Detection> labels = new ArrayList<>();
        for (JsonElement element : rows) {
            double[] row = numbers(element.getAsJsonArray());
            if (row[0] == image) {
                Detection label = Detection.of(
                        String.format(Locale.ROOT, "c%02d", (int) row[1]),
                        row[2] / width,
                        row[3] / height,
                        row[4] / width,
                        row[5] / height);
                labels.add(
                        truth
                                ? label.with("coco_area", row[6]).with("iscrowd", (long) row[7])
                                : label.withConfidence(row[6]));
            }
        }
        return labels;
    }

    /** Places of a set's rows in the order in which a dataset has them: by image, then as they come. */
    static List<Integer> byImage(JsonObject set, String rows) {
        List<Integer> order = new ArrayList<>();
        for (int image = 1; image <= set.getAsJsonArray("images").size(); image++) {
            for (int i = 0; i < set.getAsJsonArray(rows).size(); i++) {
                if (set.getAsJsonArray(rows).get(i).getAsJsonArray().get(0).getAsInt() == image) {
                    order.add(i);
                }
            }
        }
        return order;
    }

    static double[] numbers(JsonArray array) {
        return array.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
    }
}
