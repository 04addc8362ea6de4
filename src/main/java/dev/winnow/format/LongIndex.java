package dev.winnow.format;

/** Numbers in the order in which they first came, found by hashing: 16 to 32 bytes each, whatever they are. */
final class LongIndex {
    private long[] keys = new long[16];
    /** By slot the place of its key + 1, 0 where the slot is free. */
    private int[] places = new int[16];

    private int size;

    int size() {
        return size;
    }

    /** The place of a number, counted from 0, or -1 where it never came. */
    int find(long key) {
        return places[slot(key)] - 1;
    }

    /** Whether the number is new. */
    boolean add(long key) {
        int slot = slot(key);
        if (places[slot] != 0) {
            return false;
        }
        keys[slot] = key;
        places[slot] = ++size;
        if (size > keys.length / 4 * 3) {
            grow();
        }
        return true;
    }

    /** The slot that holds a number, or the free one where it belongs. */
    private int slot(long key) {
        long hash = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash ^ hash >>> 32) & keys.length - 1;
        while (places[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldPlaces = places;
        keys = new long[Math.multiplyExact(oldKeys.length, 2)];
        places = new int[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldPlaces[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                places[slot] = oldPlaces[i];
            }
        }
    }
}
