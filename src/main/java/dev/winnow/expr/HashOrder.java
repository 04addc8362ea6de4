package dev.winnow.expr;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Random choice by hash: every id has a key drawn from the seed, the purpose and itself, and the smallest keys are chosen. Ids that come
 * or go leave the order of the others as it is.
 */
public final class HashOrder {
    private HashOrder() {}

    /** The key of an id, to be compared as an unsigned number. */
    public static long key(long seed, String purpose, String id) {
        long state = mix(seed);
        state = mix(state ^ hash(purpose));
        return mix(state ^ hash(id));
    }

    /** The ids in their random order. */
    public static List<String> order(long seed, String purpose, Collection<String> ids) {
        return ids.stream()
                .sorted(Comparator.comparing((String id) -> key(seed, purpose, id), Long::compareUnsigned)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** SplitMix64's finisher. */
    private static long mix(long z) {
        z += 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
