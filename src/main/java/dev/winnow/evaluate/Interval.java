package dev.winnow.evaluate;

import java.util.Locale;

/**
 * An estimate with its 95 % interval. mAP of few images is too high on average, so the estimate lies above the interval's middle, and
 * of very few images even above its end.
 *
 * @param estimate the measure of the images evaluated
 * @param low the least value of the truth that the images allow
 * @param high the greatest
 */
public record Interval(double estimate, double low, double high) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", estimate, low, high);
    }
}
