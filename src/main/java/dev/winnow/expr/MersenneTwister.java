package dev.winnow.expr;

/** The generator MT19937 of Matsumoto and Nishimura (1998), which CPython and NumPy share. */
final class MersenneTwister {
    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int next = N;

    /** NumPy's {@code seed(int)}. */
    static MersenneTwister ofInt(int seed) {
        MersenneTwister twister = new MersenneTwister();
        twister.init(seed);
        return twister;
    }

    /** CPython's {@code seed(int)}: the words of the number as a key. */
    static MersenneTwister ofKey(int[] key) {
        MersenneTwister twister = new MersenneTwister();
        twister.init(19650218);
        int[] mt = twister.state;
        int i = 1;
        int j = 0;
        for (int k = Math.max(N, key.length); k > 0; k--) {
            mt[i] = (mt[i] ^ ((mt[i - 1] ^ (mt[i - 1] >>> 30)) * 1664525)) + key[j] + j;
            i++;
            j++;
            if (i >= N) {
                mt[0] = mt[N - 1];
                i = 1;
            }
            if (j >= key.length) {
                j = 0;
            }
        }
        for (int k = N - 1; k > 0; k--) {
            mt[i] = (mt[i] ^ ((mt[i - 1] ^ (mt[i - 1] >>> 30)) * 1566083941)) - i;
            i++;
            if (i >= N) {
                mt[0] = mt[N - 1];
                i = 1;
            }
        }
        mt[0] = 0x80000000;
        return twister;
    }

    private void init(int seed) {
        state[0] = seed;
        for (int i = 1; i < N; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
        next = N;
    }

    /** 32 random bits. */
    int word() {
        if (next == N) {
            refill();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void refill() {
        for (int k = 0; k < N; k++) {
            int y = (state[k] & 0x80000000) | (state[(k + 1) % N] & 0x7fffffff);
            state[k] = state[(k + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        next = 0;
    }

    /** In [0, 1) with 53 bits. */
    double uniform() {
        long a = Integer.toUnsignedLong(word()) >>> 5;
        long b = Integer.toUnsignedLong(word()) >>> 6;
        return (a * 67108864.0 + b) / 9007199254740992.0;
    }
}
