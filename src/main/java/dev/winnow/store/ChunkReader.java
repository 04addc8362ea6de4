package dev.winnow.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ChunkWriter} wrote. Sizes are checked before anything is allocated, since a file may come from anywhere. */
final class ChunkReader {
    private final ByteBuffer in;

    ChunkReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What is thrown for bytes that cannot be right. */
    IllegalStateException malformed(String what) {
        return new IllegalStateException("It holds " + what + ".");
    }

    byte i8() {
        require(1);
        return in.get();
    }

    int i32() {
        require(Integer.BYTES);
        return in.getInt();
    }

    long i64() {
        require(Long.BYTES);
        return in.getLong();
    }

    double f64() {
        require(Double.BYTES);
        return in.getDouble();
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        byte[] read = new byte[count(1)];
        in.get(read);
        return read;
    }

    void bytes(byte[] into, int at, int count) {
        counted(count);
        require(count);
        in.get(into, at, count);
    }

    private void require(long bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw malformed("less than it says: " + bytes + " bytes are wanted, " + in.remaining() + " are left");
        }
    }

    private int count(int width) {
        int count = i32();
        require(count < 0 ? -1 : (long) count * width);
        return count;
    }

    void rawInts(int[] into, int at, int count) {
        require((long) count * Integer.BYTES);
        in.asIntBuffer().get(into, at, count);
        skip(count * Integer.BYTES);
    }

    void rawFloats(float[] into, int at, int count) {
        require((long) count * Float.BYTES);
        in.asFloatBuffer().get(into, at, count);
        skip(count * Float.BYTES);
    }

    int[] ints() {
        require(Integer.BYTES + 1);
        int[] read = new int[peekCount()];
        ints(read, 0, read.length);
        return read;
    }

    /** The count that comes next, checked against what is left. */
    private int peekCount() {
        int at = in.position();
        int count = in.getInt(at);
        require(count < 0 ? -1 : Integer.BYTES + 1 + (long) count * Math.max(1, in.get(at + Integer.BYTES)));
        return count;
    }

    private void counted(int wanted) {
        int count = i32();
        if (count != wanted) {
            throw malformed(count + " elements where " + wanted + " are wanted");
        }
    }

    void ints(int[] into, int at, int count) {
        counted(count);
        int width = i8();
        require((long) count * width);
        switch (width) {
            case 1 -> {
                for (int i = at; i < at + count; i++) {
                    into[i] = in.get();
                }
            }
            case 2 -> {
                for (int i = at; i < at + count; i++) {
                    into[i] = in.getShort();
                }
            }
            case 4 -> {
                in.asIntBuffer().get(into, at, count);
                skip(count * Integer.BYTES);
            }
            default -> throw malformed("whole numbers of " + width + " bytes");
        }
    }

    void longs(long[] into, int at, int count) {
        counted(count);
        int width = i8();
        require((long) count * width);
        switch (width) {
            case 4 -> {
                for (int i = at; i < at + count; i++) {
                    into[i] = in.getInt();
                }
            }
            case 8 -> {
                in.asLongBuffer().get(into, at, count);
                skip(count * Long.BYTES);
            }
            default -> throw malformed("whole numbers of " + width + " bytes");
        }
    }

    void doubles(double[] into, int at, int count) {
        counted(count);
        int width = i8();
        require((long) count * width);
        switch (width) {
            case 4 -> {
                for (int i = at; i < at + count; i++) {
                    into[i] = in.getFloat();
                }
            }
            case 8 -> {
                in.asDoubleBuffer().get(into, at, count);
                skip(count * Double.BYTES);
            }
            default -> throw malformed("numbers of " + width + " bytes");
        }
    }

    private void skip(int bytes) {
        in.position(in.position() + bytes);
    }

    BitSet bits() {
        return BitSet.valueOf(bytes());
    }

    @Nullable
    Object value() {
        byte kind = i8();
        switch (kind) {
            case 0:
                return null;
            case 1:
                return text();
            case 2:
                return i64();
            case 3:
                return f64();
            case 4:
                return i8() != 0;
            case 5:
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = count(1); i > 0; i--) {
                    list.add(value());
                }
                return list;
            case 6:
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = count(1); i > 0; i--) {
                    map.put(text(), value());
                }
                return map;
            default:
                throw malformed("a value of the unknown kind " + kind);
        }
    }

    /** Whether everything was read. */
    void end() {
        if (in.hasRemaining()) {
            throw malformed(in.remaining() + " bytes more than it says");
        }
    }
}
