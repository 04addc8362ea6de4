package dev.winnow.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a chunk in the making, little-endian. Arrays go in whole: a count, the width of an element and the elements, in the
 * narrowest width that gives every one of them back exactly.
 */
final class ChunkWriter {
    private byte[] bytes = new byte[1 << 12];
    private int size;

    private ByteBuffer room(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, bytes.length * 2L)));
        }
        ByteBuffer room = ByteBuffer.wrap(bytes, size, more).slice().order(ByteOrder.LITTLE_ENDIAN);
        size = needed;
        return room;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    void i8(int value) {
        room(1).put((byte) value);
    }

    void i32(int value) {
        room(Integer.BYTES).putInt(value);
    }

    void i64(long value) {
        room(Long.BYTES).putLong(value);
    }

    void f64(double value) {
        room(Double.BYTES).putDouble(value);
    }

    void text(String value) {
        byte[] utf8 = StringDictionary.utf8(value);
        bytes(utf8, 0, utf8.length);
    }

    void bytes(byte[] from, int first, int last) {
        i32(last - first);
        room(last - first).put(from, first, last - first);
    }

    void rawInts(int[] from, int first, int last) {
        room(Math.multiplyExact(last - first, Integer.BYTES)).asIntBuffer().put(from, first, last - first);
    }

    void rawFloats(float[] from, int first, int last) {
        room(Math.multiplyExact(last - first, Float.BYTES)).asFloatBuffer().put(from, first, last - first);
    }

    void ints(int[] from, int first, int last) {
        int min = 0;
        int max = 0;
        for (int i = first; i < last; i++) {
            min = Math.min(min, from[i]);
            max = Math.max(max, from[i]);
        }
        int width = min >= Byte.MIN_VALUE && max <= Byte.MAX_VALUE
                ? 1
                : min >= Short.MIN_VALUE && max <= Short.MAX_VALUE ? 2 : 4;
        i32(last - first);
        i8(width);
        int at = size;
        ByteBuffer room = room(Math.multiplyExact(last - first, width));
        switch (width) {
            case 1 -> {
                for (int i = first; i < last; i++) {
                    bytes[at++] = (byte) from[i];
                }
            }
            case 2 -> {
                for (int i = first; i < last; i++) {
                    bytes[at++] = (byte) from[i];
                    bytes[at++] = (byte) (from[i] >> 8);
                }
            }
            default -> room.asIntBuffer().put(from, first, last - first);
        }
    }

    void longs(long[] from, int first, int last) {
        boolean narrow = true;
        for (int i = first; i < last && narrow; i++) {
            narrow = from[i] == (int) from[i];
        }
        i32(last - first);
        i8(narrow ? 4 : 8);
        if (narrow) {
            ByteBuffer room = room(Math.multiplyExact(last - first, Integer.BYTES));
            for (int i = first; i < last; i++) {
                room.putInt((int) from[i]);
            }
        } else {
            room(Math.multiplyExact(last - first, Long.BYTES)).asLongBuffer().put(from, first, last - first);
        }
    }

    void doubles(double[] from, int first, int last) {
        boolean narrow = true;
        for (int i = first; i < last && narrow; i++) {
            narrow = Double.doubleToRawLongBits(from[i]) == Double.doubleToRawLongBits((float) from[i]);
        }
        i32(last - first);
        i8(narrow ? 4 : 8);
        if (narrow) {
            ByteBuffer room = room(Math.multiplyExact(last - first, Float.BYTES));
            for (int i = first; i < last; i++) {
                room.putFloat((float) from[i]);
            }
        } else {
            room(Math.multiplyExact(last - first, Double.BYTES))
                    .asDoubleBuffer()
                    .put(from, first, last - first);
        }
    }

    /** Bits {@code first} to {@code last}, counted from {@code first}. */
    void bits(BitSet from, int first, int last) {
        byte[] packed = from.get(first, last).toByteArray();
        bytes(packed, 0, packed.length);
    }

    /** Missing, text, number, boolean, or a list or map of these. */
    void value(@Nullable Object value) {
        if (value == null) {
            i8(0);
        } else if (value instanceof String text) {
            i8(1);
            text(text);
        } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            i8(2);
            i64(((Number) value).longValue());
        } else if (value instanceof Number number) {
            i8(3);
            f64(number.doubleValue());
        } else if (value instanceof Boolean flag) {
            i8(4);
            i8(flag ? 1 : 0);
        } else if (value instanceof List<?> list) {
            i8(5);
            i32(list.size());
            list.forEach(this::value);
        } else if (value instanceof Map<?, ?> map) {
            i8(6);
            i32(map.size());
            map.forEach((key, one) -> {
                text(String.valueOf(key));
                value(one);
            });
        } else {
            throw new IllegalArgumentException("An attribute cannot hold " + value + " of type "
                    + value.getClass().getSimpleName()
                    + "; texts, numbers, booleans and lists of these can be stored.");
        }
    }
}
