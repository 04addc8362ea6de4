package dev.winnow.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which texts came before: of each 128 bits of its SHA-256, in 21 to 43 bytes however long it is. A second look at the text itself is
 * not needed: among a billion texts two would share these bits once in 10^20 files, and nobody can make two that do. A sample's own id
 * is fewer bits of the same.
 */
public final class SeenTexts {
    private final MessageDigest sha = sha();
    /** Two numbers a slot, both 0 where it is free. */
    private long[] slots = new long[32];

    private int size;

    /** Whether the text is new. */
    public boolean add(String text) {
        ByteBuffer digest = ByteBuffer.wrap(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        if (!put(digest.getLong(), digest.getLong())) {
            return false;
        }
        size++;
        if (size > slots.length / 8 * 3) {
            long[] old = slots;
            slots = new long[Math.multiplyExact(old.length, 2)];
            for (int i = 0; i < old.length; i += 2) {
                if ((old[i] | old[i + 1]) != 0) {
                    put(old[i], old[i + 1]);
                }
            }
        }
        return true;
    }

    private boolean put(long high, long low) {
        int slot = (int) low << 1 & slots.length - 2;
        while ((slots[slot] | slots[slot + 1]) != 0) {
            if (slots[slot] == high && slots[slot + 1] == low) {
                return false;
            }
            slot = slot + 2 & slots.length - 2;
        }
        slots[slot] = high;
        slots[slot + 1] = low;
        return true;
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", missing);
        }
    }
}
