package dev.winnow.acquire;

/** What a batch may cost: {@link Images}, or {@link Boxes} and {@link Minutes} as far as the labels so far say what an image will take. */
public sealed interface Budget permits Images, Boxes, Minutes {
    /** A budget of so many images, 1 or more. */
    static Budget images(int count) {
        return new Images(count);
    }

    /** A budget of so many boxes to be drawn, 1 or more. */
    static Budget boxes(int count) {
        return new Boxes(count);
    }

    /** A budget of so many minutes of a person's time, more than 0. */
    static Budget minutes(double count) {
        return new Minutes(count);
    }

    /** The most images this pays for, when one is expected to take so many boxes and minutes. */
    int images(Cost one);

    /**
     * What one image is expected to take.
     *
     * @param boxes mean labels of an image that is annotated
     * @param minutes mean time for one; from the seconds that people's labels carry, else {@value #SECONDS_PER_BOX} s a box
     * @param measured whether people's own times are behind {@code minutes}
     */
    record Cost(double boxes, double minutes, boolean measured) {}

    /** Seconds for one box where nobody has been timed yet: an assumption, printed where it is used. */
    double SECONDS_PER_BOX = 12;
}
