package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.Run;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Detection;
import dev.winnow.vectors.Embeddings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Datasets without pictures, whose every figure can be worked out by hand. */
final class Made {
    private Made() {}

    /** Images with one Car each, of a sequence each, and random vectors: 8 val, 4 test, 4 golden, the rest pool. */
    static Dataset cars(Path home, String name, int count) {
        Dataset dataset = unsplit(home, name, count);
        List<String> ids = dataset.ids();
        dataset.select(ids.subList(0, 8)).tagSamples("split:val");
        dataset.select(ids.subList(8, 12)).tagSamples("split:test");
        dataset.select(ids.subList(12, 16)).tagSamples("split:golden");
        dataset.select(ids.subList(16, count)).tagSamples("split:pool");
        return dataset;
    }

    /** The same without any role. */
    static Dataset unsplit(Path home, String name, int count) {
        Random random = new Random(3);
        Dataset dataset = Dataset.create(Home.at(home), name, IfExists.FAIL);
        List<SampleDraft> drafts = new ArrayList<>();
        float[] block = new float[count * 8];
        for (int i = 0; i < count; i++) {
            drafts.add(SampleDraft.of(String.format("%03d.png", i))
                    .set("sequence", "s" + i)
                    .size(320, 96)
                    .detections("ground_truth", List.of(Detection.of("Car", 0.1, 0.2, 0.3, 0.4))));
            for (int j = 0; j < 8; j++) {
                block[i * 8 + j] = (float) random.nextGaussian();
            }
        }
        dataset.addSamples(drafts);
        dataset.setEmbeddings("embeddings", Embeddings.of(dataset.ids(), block, 8));
        return dataset;
    }

    /** Reserves a first batch under a name. */
    static void reserve(Dataset dataset, String name, int images) {
        Acquisition.coverageOnly()
                .budget(Budget.images(images))
                .batch(name)
                .select(dataset.matchTags("split:pool"))
                .apply(name);
    }

    /** A model that finds the cars of one image for every three it was trained on, in the order of the view, and never errs else. */
    static final class OneInThree implements Learner {
        @Override
        public void learn(SampleCollection train, String field, List<String> classes, String key) {
            train.dataset().putRun("detector", key, String.valueOf(train.count()));
        }

        @Override
        public void predict(Dataset dataset, String key, SampleCollection view, String field) {
            Run model = dataset.run("detector", key).orElseThrow();
            int found = Integer.parseInt(model.json()) / 3;
            Map<String, List<Detection>> byId = new LinkedHashMap<>();
            for (Sample sample : view.samples()) {
                byId.put(
                        sample.id(),
                        byId.size() < found
                                ? sample.detections("ground_truth").stream()
                                        .map(label -> Detection.of(label.label(), label.box())
                                                .withConfidence(0.9))
                                        .toList()
                                : List.of());
            }
            view.setDetections(field, byId);
        }
    }

    /** COCO's average precision where {@code found} of {@code all} objects are found and nothing else: recall points 0, 0.01, … up to their share. */
    static double averagePrecision(int found, int all) {
        return found == 0 ? 0 : (Math.floor(100.0 * found / all) + 1) / 101;
    }
}
