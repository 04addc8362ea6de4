package dev.winnow.brain;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.Run;
import dev.winnow.data.SampleCollection;
import dev.winnow.vectors.Embeddings;
import dev.winnow.vectors.Pca;
import dev.winnow.vectors.Umap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Layouts of embeddings in two dimensions, kept with the dataset under a brain key. */
public final class Visualization {
    private static final Gson GSON = new Gson();

    private Visualization() {}

    public enum Method {
        UMAP,
        PCA
    }

    private record Stored(String method, List<String> ids, double @Nullable [][] points) {}

    /**
     * Lays out the samples that have a vector with a direction, neither zero nor with numbers that are not finite; seeded, so that two
     * runs draw the same picture.
     */
    public static Layout compute(
            SampleCollection view, String embeddingsField, String brainKey, Method method, long seed) {
        Embeddings embeddings = BrainEmbeddings.require(view, embeddingsField).usable();
        double[][] points = method == Method.PCA ? Pca.twoDimensions(embeddings) : Umap.twoDimensions(embeddings, seed);
        for (double[] point : points) {
            point[0] = Math.rint(point[0] * 1e4) / 1e4;
            point[1] = Math.rint(point[1] * 1e4) / 1e4;
        }
        String name = method.name().toLowerCase(Locale.ROOT);
        view.dataset().putRun("brain", brainKey, GSON.toJson(new Stored(name, embeddings.ids(), points)));
        return new Layout(view.dataset(), brainKey, name, embeddings.ids(), points);
    }

    /** A layout that was stored before. */
    public static Layout load(Dataset dataset, String brainKey) {
        Run run = dataset.run("brain", brainKey)
                .orElseThrow(() -> new IllegalArgumentException("Brain run '" + brainKey + "' is not in dataset '"
                        + dataset.name() + "'. Brain runs: "
                        + dataset.runs("brain").stream().map(Run::key).collect(Collectors.joining(", ")) + "."));
        Stored stored = GSON.fromJson(run.json(), Stored.class);
        if (stored.points() == null) {
            throw new IllegalArgumentException("Brain run '" + brainKey + "' is no layout but " + stored.method()
                    + ". Its scores are in the field of that name.");
        }
        return new Layout(
                dataset,
                brainKey,
                stored.method(),
                stored.ids(),
                Arrays.copyOf(stored.points(), stored.points().length));
    }
}
