package dev.winnow.expr;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * CPython's {@code random} module, bit for bit, so that published recipes replay exactly.
 *
 * <pre>{@code
 * PythonRandom.seed(42).shuffle(ids);   // random.seed(42); random.shuffle(ids), as a new list
 * }</pre>
 */
public final class PythonRandom {
    private final MersenneTwister twister;

    private PythonRandom(MersenneTwister twister) {
        this.twister = twister;
    }

    /** As {@code random.seed(seed)} with a whole number. */
    public static PythonRandom seed(long seed) {
        long absolute = Math.abs(seed);
        int low = (int) absolute;
        int high = (int) (absolute >>> 32);
        return new PythonRandom(MersenneTwister.ofKey(high == 0 ? new int[] {low} : new int[] {low, high}));
    }

    /** In [0, 1), as {@code random.random()}. */
    public double random() {
        return twister.uniform();
    }

    /** A whole number in [0, bound), as {@code random.randrange(bound)}. */
    public int randrange(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("randrange(" + bound + "): the bound must be 1 or more.");
        }
        int bits = 32 - Integer.numberOfLeadingZeros(bound);
        int drawn = twister.word() >>> (32 - bits);
        while (drawn >= bound) {
            drawn = twister.word() >>> (32 - bits);
        }
        return drawn;
    }

    /** The elements in the order in which {@code random.shuffle} would leave them. */
    public <T> List<T> shuffle(List<T> elements) {
        List<T> shuffled = new ArrayList<>(elements);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = randrange(i + 1);
            T swap = shuffled.get(i);
            shuffled.set(i, shuffled.get(j));
            shuffled.set(j, swap);
        }
        return shuffled;
    }

    /** {@code k} different elements, as {@code random.sample(elements, k)}. */
    public <T> List<T> sample(List<T> elements, int k) {
        int n = elements.size();
        if (k < 0 || k > n) {
            throw new IllegalArgumentException("sample: " + k + " of " + n + " elements cannot be drawn.");
        }
        int setSize = 21;
        if (k > 5) {
            int power = 1;
            while (power < 3L * k) {
                power *= 4;
            }
            setSize += power;
        }
        List<T> drawn = new ArrayList<>(k);
        if (n <= setSize) {
            List<T> pool = new ArrayList<>(elements);
            for (int i = 0; i < k; i++) {
                int j = randrange(n - i);
                drawn.add(pool.get(j));
                pool.set(j, pool.get(n - i - 1));
            }
        } else {
            Set<Integer> taken = new HashSet<>();
            for (int i = 0; i < k; i++) {
                int j = randrange(n);
                while (!taken.add(j)) {
                    j = randrange(n);
                }
                drawn.add(elements.get(j));
            }
        }
        return drawn;
    }
}
