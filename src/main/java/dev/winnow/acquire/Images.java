package dev.winnow.acquire;

/** A budget in images. */
public record Images(int count) implements Budget {
    public Images {
        if (count < 1) {
            throw new IllegalArgumentException("A budget is 1 image or more, not " + count + ".");
        }
    }

    public static Images of(int count) {
        return new Images(count);
    }

    @Override
    public int images(Cost one) {
        return count;
    }

    @Override
    public String toString() {
        return count + " images";
    }
}
