package dev.winnow.train;

import java.awt.image.BufferedImage;

/** Turns a picture into a vector, so that similar pictures lie close together. Frozen: it learns nothing here. */
public interface Embedder {
    /** Stored with every vector, so that vectors of two models are never mixed. */
    String name();

    /** Length of the vectors. */
    int dim();

    /** The vector of a picture, {@code [dim]} float32. Threads may share an embedder. */
    float[] embed(BufferedImage image);

    /** The cosine distance up to which two pictures count as near-copies in this embedder's space. */
    default double nearCopyDistance() {
        return 0.02;
    }

    /**
     * The one that sees what is in a picture: EfficientNet-Lite0, trained on ImageNet, from weights in the jar, 1,280 numbers. Of 341
     * photographs of ten kinds of things, the nearest five name the kind of 71 in 100, by {@link #grid} 39.
     */
    static Embedder builtIn() {
        return new Lite0Embedder();
    }

    /**
     * The one that needs no weights: colour, gradients and orientations over a grid, 480 numbers, a third of the time. It sees how a
     * picture looks, not what is in it: good for near-copies.
     */
    static Embedder grid() {
        return new GridEmbedder();
    }

    /**
     * The distance up to which two pictures count as near-copies by the embedder of this name; 0.02 for one that is not ours. Too large a
     * distance joins what is merely alike, too small a one lets frames of one drive into two splits.
     */
    static double nearCopyDistance(String name) {
        return name.startsWith("lite0-") ? builtIn().nearCopyDistance() : grid().nearCopyDistance();
    }
}
