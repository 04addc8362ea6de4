package dev.winnow.zoo;

/**
 * What kind of world is painted.
 *
 * @param seed the world; another seed gives other scenes of the same statistics
 * @param redundancy share of sequences of 3 to 5 near-duplicate frames; the rest are single pictures
 * @param rareness how common the classes besides Car are, 1 for the default mix
 * @param labelNoise share of labels that {@code noisy_labels} gets wrong
 */
public record RoadScenesOptions(long seed, double redundancy, double rareness, double labelNoise) {
    public RoadScenesOptions {
        if (!(redundancy >= 0 && redundancy <= 1 && labelNoise >= 0 && labelNoise <= 1 && rareness > 0)) {
            throw new IllegalArgumentException("redundancy and labelNoise are shares in [0, 1], rareness is above 0.");
        }
    }

    public static RoadScenesOptions defaults() {
        return new RoadScenesOptions(51, 0.6, 1, 0.08);
    }

    public RoadScenesOptions withSeed(long seed) {
        return new RoadScenesOptions(seed, redundancy, rareness, labelNoise);
    }

    public RoadScenesOptions withRedundancy(double redundancy) {
        return new RoadScenesOptions(seed, redundancy, rareness, labelNoise);
    }

    public RoadScenesOptions withRareness(double rareness) {
        return new RoadScenesOptions(seed, redundancy, rareness, labelNoise);
    }

    public RoadScenesOptions withLabelNoise(double labelNoise) {
        return new RoadScenesOptions(seed, redundancy, rareness, labelNoise);
    }

    /** A folder name for pictures of this world; label noise does not change a pixel. */
    String folder() {
        return "seed-" + seed + "-redundancy-" + redundancy + "-rareness-" + rareness;
    }
}
