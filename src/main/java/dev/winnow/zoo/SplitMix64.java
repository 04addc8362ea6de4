package dev.winnow.zoo;

import java.util.List;

/** Pseudo-random draws (SplitMix64) that are the same on every machine and Java. */
final class SplitMix64 {
    private long state;

    SplitMix64(long seed) {
        state = mix(seed);
    }

    /** Draws of their own for one purpose, so that drawing more of one thing leaves the others as they were. */
    static SplitMix64 of(long seed, long a, long b) {
        return new SplitMix64(mix(seed) ^ mix(a * 0x9E3779B97F4A7C15L + 1) ^ mix(b * 0xC2B2AE3D27D4EB4FL + 2));
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    /** In [0, 1). */
    double uniform() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    double between(double low, double high) {
        return low + (high - low) * uniform();
    }

    int below(int bound) {
        return (int) (uniform() * bound);
    }

    boolean chance(double probability) {
        return uniform() < probability;
    }

    <T> T pick(List<T> from) {
        return from.get(below(from.size()));
    }

    /** An index drawn with the given weights. */
    int weighted(double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double left = uniform() * sum;
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }
}
