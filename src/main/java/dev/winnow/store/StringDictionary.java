package dev.winnow.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary of strings: each has a code, given in the order of first use. Kept as UTF-8 in one array with a hash table of codes
 * beside it, since a million small objects would take five times the room. Safe to read from several threads, to grow from one.
 */
public final class StringDictionary {
    private static final int CACHED = 1 << 16;
    private static final int BLOCK = 512;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int[] ends;
    private int size;
    /** The length of every value in bytes, -1 where they differ. */
    private int uniform;

    /** Whether every value is greater than the one before, as names of files mostly are: then none can come twice. */
    private boolean ascending = true;

    private volatile int @Nullable [] table;
    private @Nullable String @Nullable [] cache;

    public StringDictionary() {
        this(new byte[16], new int[4], 0, 0);
    }

    private StringDictionary(byte[] bytes, int[] ends, int size, int uniform) {
        this.bytes = bytes;
        this.ends = ends;
        this.size = size;
        this.uniform = uniform;
    }

    public int size() {
        return size;
    }

    public int code(String value) {
        byte[] utf8 = utf8(value);
        int known = find(utf8, 0, utf8.length);
        return known >= 0 ? known : add(utf8, 0, utf8.length);
    }

    /** The code of {@code value}, or -1. */
    public int find(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return find(utf8, 0, utf8.length);
    }

    public String value(int code) {
        if (size > CACHED) {
            return decode(code);
        }
        @Nullable String[] known = cache;
        if (known == null || known.length < size) {
            known = known == null ? new @Nullable String[size] : Arrays.copyOf(known, ends.length);
            cache = known;
        }
        String value = known[code];
        if (value == null) {
            value = decode(code);
            known[code] = value;
        }
        return value;
    }

    private String decode(int code) {
        int from = start(code);
        return new String(bytes, from, ends[code] - from, StandardCharsets.UTF_8);
    }

    public List<String> values() {
        return new AbstractList<>() {
            @Override
            public String get(int code) {
                return value(code);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    public StringDictionary copy() {
        StringDictionary copy = new StringDictionary(bytes.clone(), ends.clone(), size, uniform);
        copy.ascending = ascending;
        int[] known = table;
        copy.table = known == null ? null : known.clone();
        return copy;
    }

    /** Adds the values of another dictionary; returns for each of its codes the one here. */
    int[] addAll(StringDictionary other) {
        if (size == 0 || other.size > 0 && ascending && other.ascending && compare(this, size - 1, other, 0) < 0) {
            return append(other);
        }
        int[] mapped = new int[other.size];
        for (int code = 0; code < mapped.length; code++) {
            int from = other.start(code);
            int length = other.ends[code] - from;
            int known = find(other.bytes, from, length);
            mapped[code] = known >= 0 ? known : add(other.bytes, from, length);
        }
        return mapped;
    }

    /** Adds the values of a dictionary that has none of those here, without looking; returns for each of its codes the one here. */
    int[] append(StringDictionary other) {
        boolean rising =
                size == 0 || other.size == 0 || ascending && other.ascending && compare(this, size - 1, other, 0) < 0;
        ascending = rising && (other.size == 0 ? ascending : other.ascending);
        uniform = size == 0 || uniform == other.uniform ? other.uniform : other.size == 0 ? uniform : -1;
        int from = size == 0 ? 0 : ends[size - 1];
        int length = other.size == 0 ? 0 : other.ends[other.size - 1];
        reserve(other.size, Math.addExact(from, length));
        System.arraycopy(other.bytes, 0, bytes, from, length);
        int[] mapped = new int[other.size];
        for (int code = 0; code < other.size; code++) {
            ends[size + code] = from + other.ends[code];
            mapped[code] = size + code;
        }
        size += other.size;
        table = null;
        cache = null;
        return mapped;
    }

    /** Gives back the room for more. */
    void trim() {
        bytes = Arrays.copyOf(bytes, size == 0 ? 0 : ends[size - 1]);
        ends = Arrays.copyOf(ends, size);
    }

    private void reserve(int more, int length) {
        if (size + more > ends.length) {
            ends = Arrays.copyOf(ends, Math.max(size + more, size + (size >> 1)));
        }
        if (length > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(length, (int) Math.min(Integer.MAX_VALUE - 8, bytes.length * 3L / 2)));
        }
    }

    private static int compare(StringDictionary a, int ofA, StringDictionary b, int ofB) {
        return Arrays.compareUnsigned(a.bytes, a.start(ofA), a.end(ofA), b.bytes, b.start(ofB), b.end(ofB));
    }

    /** Whether each code of {@code before} means the same here. */
    boolean startsWith(StringDictionary before) {
        return this == before
                || size >= before.size
                        && Arrays.equals(ends, 0, before.size, before.ends, 0, before.size)
                        && Arrays.equals(bytes, 0, start(before.size), before.bytes, 0, start(before.size));
    }

    /** Numbers the codes that {@code codes[from, to)} use anew, in order of first use, and writes that dictionary and them. */
    void writeUsed(ChunkWriter out, int[] codes, int from, int to) {
        int[] renumbered = new int[size];
        int[] own = new int[to - from];
        int[] used = new int[Math.min(size, to - from)];
        int count = 0;
        for (int i = from; i < to; i++) {
            int code = codes[i];
            if (code < 0) {
                own[i - from] = -1;
                continue;
            }
            if (renumbered[code] == 0) {
                used[count++] = code;
                renumbered[code] = count;
            }
            own[i - from] = renumbered[code] - 1;
        }
        int[] lengths = new int[count];
        int total = 0;
        for (int i = 0; i < count; i++) {
            lengths[i] = ends[used[i]] - start(used[i]);
            total = Math.addExact(total, lengths[i]);
        }
        byte[] text = new byte[total];
        int at = 0;
        for (int i = 0; i < count; i++) {
            System.arraycopy(bytes, start(used[i]), text, at, lengths[i]);
            at += lengths[i];
        }
        out.ints(lengths, 0, count);
        out.bytes(text, 0, total);
        out.ints(own, 0, own.length);
    }

    /** Reads the dictionary that {@link #writeUsed} wrote. */
    static StringDictionary read(ChunkReader in) {
        int[] lengths = in.ints();
        int total = 0;
        int uniform = lengths.length == 0 ? 0 : lengths[0];
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] != uniform) {
                uniform = -1;
            }
            if (lengths[i] < 0) {
                throw in.malformed("a text of " + lengths[i] + " bytes");
            }
            total = Math.addExact(total, lengths[i]);
            lengths[i] = total;
        }
        byte[] text = in.bytes();
        if (text.length != total) {
            throw in.malformed("texts of " + total + " bytes in " + text.length);
        }
        StringDictionary read = new StringDictionary(text, lengths, lengths.length, uniform);
        for (int code = 1; code < lengths.length && read.ascending; code++) {
            read.ascending = compare(read, code - 1, read, code) < 0;
        }
        return read;
    }

    private int start(int code) {
        return uniform >= 0 ? code * uniform : code == 0 ? 0 : ends[code - 1];
    }

    private int end(int code) {
        return uniform >= 0 ? (code + 1) * uniform : ends[code];
    }

    private int add(byte[] from, int offset, int length) {
        int start = start(size);
        reserve(1, Math.addExact(start, length));
        System.arraycopy(from, offset, bytes, start, length);
        ascending = size == 0
                || ascending && Arrays.compareUnsigned(bytes, start(size - 1), start, bytes, start, start + length) < 0;
        ends[size] = start + length;
        uniform = size == 0 || uniform == length ? length : -1;
        size++;
        int[] known = index();
        if (size * 2 > known.length) {
            table = null;
        } else {
            put(known, size - 1);
        }
        return size - 1;
    }

    /** The codes of many values, -1 for those that are not here. */
    public int[] find(Collection<String> values) {
        int[] known = index();
        int mask = known.length - 1;
        int[] codes = new int[values.size()];
        Iterator<String> next = values.iterator();
        byte[][] wanted = new byte[Math.min(BLOCK, codes.length)][];
        int[] hashes = new int[wanted.length];
        for (int from = 0; from < codes.length; from += BLOCK) {
            int count = Math.min(BLOCK, codes.length - from);
            for (int i = 0; i < count; i++) {
                wanted[i] = next.next().getBytes(StandardCharsets.UTF_8);
                hashes[i] = hash(wanted[i], 0, wanted[i].length);
            }
            // A table of a million values lies outside of the caches: a loop that does nothing but look waits for many
            // at once.
            for (int i = 0; i < count; i++) {
                codes[from + i] = known[hashes[i] & mask];
            }
            for (int i = 0; i < count; i++) {
                int first = codes[from + i];
                int code = (first & mask) - 1;
                boolean likely = first != 0 && (first & ~mask) == (hashes[i] & ~mask);
                codes[from + i] = likely && is(code, wanted[i], 0, wanted[i].length)
                        ? code
                        : find(hashes[i], wanted[i], 0, wanted[i].length);
            }
        }
        return codes;
    }

    private boolean is(int code, byte[] wanted, int offset, int length) {
        return Arrays.equals(bytes, start(code), end(code), wanted, offset, offset + length);
    }

    private int find(byte[] wanted, int offset, int length) {
        return find(hash(wanted, offset, length), wanted, offset, length);
    }

    private int find(int hash, byte[] wanted, int offset, int length) {
        int[] known = index();
        int mask = known.length - 1;
        for (int slot = hash & mask; known[slot] != 0; slot = (slot + 1) & mask) {
            int code = (known[slot] & mask) - 1;
            if ((known[slot] & ~mask) == (hash & ~mask) && is(code, wanted, offset, length)) {
                return code;
            }
        }
        return -1;
    }

    /**
     * The hash table, at most half full: in each slot that is taken the code + 1 in the low bits, which a code cannot exceed, and above
     * them those bits of the hash, so that a value is only looked at when it is most likely the one.
     */
    private int[] index() {
        int[] known = table;
        if (known == null) {
            known = new int[Math.max(16, Integer.highestOneBit(Math.max(1, size)) << 2)];
            for (int code = 0; code < size; code++) {
                put(known, code);
            }
            table = known;
        }
        return known;
    }

    private void put(int[] into, int code) {
        int mask = into.length - 1;
        int hash = hash(bytes, start(code), end(code) - start(code));
        int slot = hash & mask;
        while (into[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        into[slot] = hash & ~mask | code + 1;
    }

    private static int hash(byte[] of, int offset, int length) {
        long hash = length;
        int i = offset;
        for (int end = offset + length - 7; i < end; i += 8) {
            hash = (hash ^ (long) LONGS.get(of, i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        for (int end = offset + length; i < end; i++) {
            hash = (hash ^ of[i]) * 0x9E3779B97F4A7C15L;
        }
        return (int) (hash ^ hash >>> 32);
    }

    /** The text as UTF-8; half a character, which UTF-8 would silently replace, is refused. */
    static byte[] utf8(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < Character.MIN_SURROGATE) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException(
                        "A text holds half a character (an unpaired surrogate) at " + i + " and cannot be stored.");
            }
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
