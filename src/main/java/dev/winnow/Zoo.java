package dev.winnow;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.zoo.RoadScenes;

/** The object {@code zoo}. */
public final class Zoo {
    Zoo() {}

    /** {@code road-scenes}: painted scenes, grouped left and right. */
    public Dataset loadDataset(String name, int scenes) {
        if (!name.equals(RoadScenes.NAME)) {
            throw new IllegalArgumentException(
                    "The zoo has no dataset '" + name + "'. Datasets: " + RoadScenes.NAME + ".");
        }
        return RoadScenes.load(Home.current(), scenes);
    }

    public Dataset loadDataset(String name) {
        return loadDataset(name, 200);
    }
}
