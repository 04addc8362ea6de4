package dev.winnow.train;

import java.awt.image.BufferedImage;

/**
 * A picture as 1,280 numbers of an ImageNet network, {@link Lite0}, at 224 × 224: what is in it, more than how it looks. The whole picture
 * is squashed to a square, since roads are wide and a square cut from the middle would lose most of them.
 */
final class Lite0Embedder implements Embedder {
    private static final int SIDE = 224;
    private static final double NEAR_COPY = 0.08;

    /** One network a thread: each has room of its own to work in. */
    private final ThreadLocal<Lite0> networks = ThreadLocal.withInitial(() -> new Lite0(Lite0Weights.layers()));

    @Override
    public String name() {
        return "lite0-f16-" + Lite0Weights.DIGEST + "-tri" + SIDE;
    }

    @Override
    public int dim() {
        return Lite0.DIM;
    }

    @Override
    public double nearCopyDistance() {
        return NEAR_COPY;
    }

    @Override
    public float[] embed(BufferedImage image) {
        return networks.get().embedding(input(image));
    }

    /** The picture squashed to the network's square, its values brought to about [-1, 1]. */
    static Lite0.Input input(BufferedImage image) {
        float[] rgb = TriangleFilter.scaled(image, SIDE, SIDE);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (rgb[i] - 127f) / 128f;
        }
        return new Lite0.Input(rgb, SIDE, SIDE);
    }
}
