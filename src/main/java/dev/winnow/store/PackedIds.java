package dev.winnow.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ids in a row, twelve bytes each where they are our 24 hexadecimal digits; any other text is kept beside them. */
final class PackedIds {
    private static final int DIGITS = 24;
    private static final int WORDS = 3;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private int[] words;
    private int size;
    private final Map<Integer, String> others = new LinkedHashMap<>();

    PackedIds() {
        this(new int[0], 0);
    }

    private PackedIds(int[] words, int size) {
        this.words = words;
        this.size = size;
    }

    int size() {
        return size;
    }

    String get(int i) {
        if (!others.isEmpty()) {
            String other = others.get(i);
            if (other != null) {
                return other;
            }
        }
        byte[] text = new byte[DIGITS];
        for (int w = 0; w < WORDS; w++) {
            int word = words[i * WORDS + w];
            for (int d = 7; d >= 0; d--) {
                text[w * 8 + d] = HEX[word & 15];
                word >>>= 4;
            }
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** The position of {@code id} from {@code from} (inclusive) to {@code to} (exclusive), or -1. */
    int find(String id, int from, int to) {
        int[] wanted = parse(id);
        for (int i = from; i < to; i++) {
            boolean same = wanted == null
                    ? id.equals(others.get(i))
                    : words[i * WORDS] == wanted[0]
                            && words[i * WORDS + 1] == wanted[1]
                            && words[i * WORDS + 2] == wanted[2]
                            && !others.containsKey(i);
            if (same) {
                return i;
            }
        }
        return -1;
    }

    void reserve(int more) {
        int needed = Math.multiplyExact(Math.addExact(size, more), WORDS);
        if (needed > words.length) {
            words = Arrays.copyOf(words, Math.max(needed, words.length + (words.length >> 1)));
        }
    }

    void add(String id) {
        reserve(1);
        int[] parsed = parse(id);
        if (parsed == null) {
            others.put(size, id);
        } else {
            System.arraycopy(parsed, 0, words, size * WORDS, WORDS);
        }
        size++;
    }

    void addAll(PackedIds from, int first, int count) {
        reserve(count);
        System.arraycopy(from.words, first * WORDS, words, size * WORDS, count * WORDS);
        if (!from.others.isEmpty()) {
            for (int i = first; i < first + count; i++) {
                String other = from.others.get(i);
                if (other != null) {
                    others.put(size + i - first, other);
                }
            }
        }
        size += count;
    }

    /** The same without room to grow. */
    PackedIds trimmed() {
        words = words.length == size * WORDS ? words : Arrays.copyOf(words, size * WORDS);
        return this;
    }

    boolean same(int from, int to, PackedIds other, int otherFrom) {
        if (this == other && from == otherFrom) {
            return true;
        }
        if (!Arrays.equals(
                words, from * WORDS, to * WORDS, other.words, otherFrom * WORDS, (otherFrom + to - from) * WORDS)) {
            return false;
        }
        if (!others.isEmpty() || !other.others.isEmpty()) {
            for (int i = from; i < to; i++) {
                if (!java.util.Objects.equals(others.get(i), other.others.get(otherFrom + i - from))) {
                    return false;
                }
            }
        }
        return true;
    }

    void write(ChunkWriter out, int from, int to) {
        out.rawInts(words, from * WORDS, to * WORDS);
        int count = 0;
        if (!others.isEmpty()) {
            for (int i = from; i < to; i++) {
                count += others.containsKey(i) ? 1 : 0;
            }
        }
        out.i32(count);
        for (int i = from; count > 0 && i < to; i++) {
            String other = others.get(i);
            if (other != null) {
                out.i32(i - from);
                out.text(other);
            }
        }
    }

    /** Appends {@code count} ids that {@link #write} wrote. */
    void read(ChunkReader in, int count) {
        reserve(count);
        in.rawInts(words, size * WORDS, count * WORDS);
        for (int i = in.i32(); i > 0; i--) {
            int at = in.i32();
            if (at < 0 || at >= count) {
                throw in.malformed("an id at " + at + " of " + count);
            }
            others.put(size + at, in.text());
        }
        size += count;
    }

    private static int @Nullable [] parse(String id) {
        if (id.length() != DIGITS) {
            return null;
        }
        int[] parsed = new int[WORDS];
        for (int i = 0; i < DIGITS; i++) {
            char c = id.charAt(i);
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0) {
                return null;
            }
            parsed[i >> 3] = parsed[i >> 3] << 4 | digit;
        }
        return parsed;
    }
}
