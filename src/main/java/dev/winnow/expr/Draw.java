package dev.winnow.expr;

/** Random numbers that a seed and an id decide, so that samples coming or going leave those of the others as they are. */
final class Draw {
    private Draw() {}

    /** A number from 0 (inclusive) to 1 (exclusive). */
    static double uniform(double seed, String id) {
        return (bits(seed, id, 0) >>> 11) * 0x1p-53;
    }

    /** A number of the standard normal distribution, by Box and Muller. */
    static double normal(double seed, String id) {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform(seed, id)));
        return radius * StrictMath.cos(2 * Math.PI * ((bits(seed, id, 1) >>> 11) * 0x1p-53));
    }

    private static long bits(double seed, String id, int stream) {
        long bits = mixed(Double.doubleToLongBits(seed) + stream);
        for (int i = 0; i < id.length(); i++) {
            bits = mixed(bits ^ id.charAt(i));
        }
        return bits;
    }

    /** The finalizer of SplitMix64. */
    private static long mixed(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
