package dev.winnow.train;

/**
 * How a detector trains.
 *
 * @param seed same seed, same labels, same detector, bit for bit
 * @param epochs passes over the positive cells
 * @param hidden width of the head
 * @param views versions of each image: the image, mirrored, zoomed, shrunk (1 to 4)
 * @param negatives background cells a positive one
 */
public record DetectorOptions(long seed, int epochs, int hidden, int views, double negatives) {
    public DetectorOptions {
        if (epochs < 1 || hidden < 1 || views < 1 || views > 4 || !(negatives > 0)) {
            throw new IllegalArgumentException("epochs and hidden are 1 or more, views 1 to 4, negatives above 0; not "
                    + epochs + ", " + hidden + ", " + views + ", " + negatives + ".");
        }
    }

    static final DetectorOptions FAST = new DetectorOptions(51, 6, 64, 4, 4);

    public DetectorOptions seed(long seed) {
        return new DetectorOptions(seed, epochs, hidden, views, negatives);
    }

    public DetectorOptions epochs(int epochs) {
        return new DetectorOptions(seed, epochs, hidden, views, negatives);
    }

    public DetectorOptions hidden(int hidden) {
        return new DetectorOptions(seed, epochs, hidden, views, negatives);
    }

    public DetectorOptions views(int views) {
        return new DetectorOptions(seed, epochs, hidden, views, negatives);
    }

    /** {@code "fast"}, the default in the loop, or {@code "full"}, slower and somewhat better. */
    public DetectorOptions preset(String name) {
        return switch (name) {
            case "fast" -> new DetectorOptions(seed, 6, 64, 4, 4);
            case "full" -> new DetectorOptions(seed, 12, 96, 4, 6);
            default -> throw new IllegalArgumentException("There is no preset '" + name + "'. Presets: fast, full.");
        };
    }
}
