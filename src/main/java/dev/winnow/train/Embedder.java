package dev.winnow.train;

import java.awt.image.BufferedImage;

/** Turns a picture into a vector, so that similar pictures lie close together. Frozen: it learns nothing here. */
public interface Embedder {
    /** Stored with every vector, so that vectors of two models are never mixed. */
    String name();

    /** Length of the vectors. */
    int dim();

    /** The vector of a picture, {@code [dim]} float32. */
    float[] embed(BufferedImage image);

    /** The one that needs no weights: colour, gradients and orientations over a grid, and a small thumbnail. */
    static Embedder builtIn() {
        return new GridEmbedder();
    }
}
