package dev.winnow.evaluate;

import java.util.Locale;

/** An estimate with its 95 % bootstrap interval over images. */
public record Interval(double estimate, double low, double high) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", estimate, low, high);
    }
}
