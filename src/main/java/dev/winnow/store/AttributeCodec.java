package dev.winnow.store;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The bytes of one attribute of many labels: values of one type as an array, mixed ones each on its own. */
final class AttributeCodec {
    private static final int MIXED = 0;
    private static final int DOUBLES = 1;
    private static final int LONGS = 2;
    private static final int TEXTS = 3;
    private static final int FLAGS = 4;

    private AttributeCodec() {}

    static void write(ChunkWriter out, @Nullable Object[] values, int from, int to) {
        int kind = kind(values, from, to);
        out.i8(kind);
        switch (kind) {
            case DOUBLES -> {
                double[] numbers = new double[to - from];
                for (int i = from; i < to; i++) {
                    numbers[i - from] = values[i] instanceof Double number ? number : 0;
                }
                out.bits(present(values, from, to), 0, to - from);
                out.doubles(numbers, 0, numbers.length);
            }
            case LONGS -> {
                long[] numbers = new long[to - from];
                for (int i = from; i < to; i++) {
                    numbers[i - from] = values[i] instanceof Number number ? number.longValue() : 0;
                }
                out.bits(present(values, from, to), 0, to - from);
                out.longs(numbers, 0, numbers.length);
            }
            case TEXTS -> {
                int[] codes = new int[to - from];
                StringDictionary dictionary = new StringDictionary();
                for (int i = from; i < to; i++) {
                    codes[i - from] = values[i] instanceof String text ? dictionary.code(text) : -1;
                }
                dictionary.writeUsed(out, codes, 0, codes.length);
            }
            case FLAGS -> {
                byte[] flags = new byte[to - from];
                for (int i = from; i < to; i++) {
                    flags[i - from] = (byte) (values[i] instanceof Boolean flag ? flag ? 1 : 0 : -1);
                }
                out.bytes(flags, 0, flags.length);
            }
            default -> {
                for (int i = from; i < to; i++) {
                    out.value(values[i]);
                }
            }
        }
    }

    private static int kind(@Nullable Object[] values, int from, int to) {
        int kind = -1;
        for (int i = from; i < to; i++) {
            Object value = values[i];
            if (value == null) {
                continue;
            }
            int own = value instanceof Double
                    ? DOUBLES
                    : value instanceof Long || value instanceof Integer || value instanceof Short
                            ? LONGS
                            : value instanceof String ? TEXTS : value instanceof Boolean ? FLAGS : MIXED;
            if (kind >= 0 && kind != own) {
                return MIXED;
            }
            kind = own;
        }
        return kind < 0 ? FLAGS : kind;
    }

    private static BitSet present(@Nullable Object[] values, int from, int to) {
        BitSet present = new BitSet();
        for (int i = from; i < to; i++) {
            present.set(i - from, values[i] != null);
        }
        return present;
    }

    static void read(ChunkReader in, @Nullable Object[] into, int at, int count) {
        int kind = in.i8();
        switch (kind) {
            case DOUBLES -> {
                BitSet present = in.bits();
                double[] numbers = new double[count];
                in.doubles(numbers, 0, count);
                for (int i = 0; i < count; i++) {
                    into[at + i] = present.get(i) ? (Object) numbers[i] : null;
                }
            }
            case LONGS -> {
                BitSet present = in.bits();
                long[] numbers = new long[count];
                in.longs(numbers, 0, count);
                for (int i = 0; i < count; i++) {
                    into[at + i] = present.get(i) ? (Object) numbers[i] : null;
                }
            }
            case TEXTS -> {
                StringDictionary dictionary = StringDictionary.read(in);
                int[] codes = new int[count];
                in.ints(codes, 0, count);
                for (int i = 0; i < count; i++) {
                    into[at + i] = codes[i] < 0 ? null : dictionary.value(codes[i]);
                }
            }
            case FLAGS -> {
                byte[] flags = new byte[count];
                in.bytes(flags, 0, count);
                for (int i = 0; i < count; i++) {
                    into[at + i] = flags[i] < 0 ? null : (Object) (flags[i] == 1);
                }
            }
            case MIXED -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = in.value();
                }
            }
            default -> throw in.malformed("attributes of the unknown kind " + kind);
        }
    }
}
