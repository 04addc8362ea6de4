package dev.winnow;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.zoo.RoadScenes;

/** The object {@code zoo}: datasets that come with Winnow. */
public final class Zoo {
    Zoo() {}

    /**
     * A dataset that comes with Winnow, painted when first asked for and kept in the cache.
     *
     * <p>{@code road-scenes} is painted by a program: streets with cars, pedestrians and six further classes of KITTI, in sequences of frames,
     * grouped into the slices {@code left} and {@code right}. Its labels are exact. The same number of scenes gives the same pixels and labels
     * everywhere; it is good for learning the loop and no evidence about real roads.
     *
     * @param scenes how many to paint; frames of a sequence follow each other
     * @throws IllegalArgumentException if there is no dataset of that name
     */
    public Dataset loadDataset(String name, int scenes) {
        if (!name.equals(RoadScenes.NAME)) {
            throw new IllegalArgumentException(
                    "The zoo has no dataset '" + name + "'. Datasets: " + RoadScenes.NAME + ".");
        }
        return RoadScenes.load(Home.current(), scenes);
    }

    /** The same with 200 scenes. */
    public Dataset loadDataset(String name) {
        return loadDataset(name, 200);
    }
}
