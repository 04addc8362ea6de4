package dev.winnow.store;

import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of format 1: big-endian, value by value. Only read; a field is written in the newest format when it is next changed.
 */
final class FormatOneChunks {
    static final int CODEC = 1;

    private FormatOneChunks() {}

    /** The values of one chunk of {@code rows} rows, missing ones as {@code null}. */
    static List<@Nullable Object> read(FieldType type, byte[] chunk, int rows) {
        DataInput in = new DataInputStream(new ByteArrayInputStream(chunk));
        try {
            return switch (type) {
                case STRING -> strings(in, rows);
                case INT -> ints(in, rows);
                case FLOAT -> floats(in, rows);
                case BOOLEAN -> booleans(in, rows);
                case STRING_LIST -> lists(in, rows);
                case DETECTIONS -> detections(in, rows);
                case VECTOR -> vectors(in, rows);
                default -> throw new IllegalStateException("Format 1 knew no field of type " + type + ".");
            };
        } catch (IOException shorter) {
            throw new IllegalStateException("It ends before its last value.", shorter);
        }
    }

    private static List<@Nullable Object> strings(DataInput in, int rows) throws IOException {
        List<String> dictionary = dictionary(in);
        List<@Nullable Object> values = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            int code = in.readInt();
            values.add(code < 0 ? null : dictionary.get(code));
        }
        return values;
    }

    private static List<@Nullable Object> ints(DataInput in, int rows) throws IOException {
        List<@Nullable Object> values = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            long value = in.readLong();
            values.add(value == Long.MIN_VALUE ? null : (Object) value);
        }
        return values;
    }

    private static List<@Nullable Object> floats(DataInput in, int rows) throws IOException {
        List<@Nullable Object> values = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            values.add(in.readDouble());
        }
        return values;
    }

    private static List<@Nullable Object> booleans(DataInput in, int rows) throws IOException {
        List<@Nullable Object> values = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            byte value = in.readByte();
            values.add(value < 0 ? null : (Object) (value == 1));
        }
        return values;
    }

    private static List<@Nullable Object> lists(DataInput in, int rows) throws IOException {
        List<String> dictionary = dictionary(in);
        List<@Nullable Object> values = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            int length = in.readInt();
            List<String> own = new ArrayList<>();
            for (int j = 0; j < length; j++) {
                own.add(dictionary.get(in.readInt()));
            }
            values.add(length < 0 ? null : own);
        }
        return values;
    }

    private static List<@Nullable Object> vectors(DataInput in, int rows) throws IOException {
        byte[] bytes = new byte[in.readInt() * Float.BYTES];
        List<@Nullable Object> values = new ArrayList<>(rows);
        for (int i = 0; i < rows; i++) {
            if (!in.readBoolean()) {
                values.add(null);
                continue;
            }
            in.readFully(bytes);
            float[] vector = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes).asFloatBuffer().get(vector);
            values.add(vector);
        }
        return values;
    }

    private static List<@Nullable Object> detections(DataInput in, int rows) throws IOException {
        int[] lengths = new int[rows];
        int objects = 0;
        for (int row = 0; row < rows; row++) {
            lengths[row] = in.readInt();
            objects += Math.max(0, lengths[row]);
        }
        List<String> labels = dictionary(in);
        List<Detection> all = new ArrayList<>(objects);
        for (int i = 0; i < objects; i++) {
            String id = text(in);
            String label = labels.get(in.readInt());
            Box box = new Box(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
            double confidence = in.readDouble();
            List<String> tags = value(in) instanceof List<?> own
                    ? own.stream().map(String::valueOf).toList()
                    : List.of();
            all.add(new Detection(id, label, box, confidence, tags, Map.of()));
        }
        List<Map<String, Object>> attributes = new ArrayList<>();
        for (int i = 0; i < objects; i++) {
            attributes.add(new LinkedHashMap<>());
        }
        for (int a = in.readInt(); a > 0; a--) {
            String name = text(in);
            for (int i = 0; i < objects; i++) {
                Object value = value(in);
                if (value != null) {
                    attributes.get(i).put(name, value);
                }
            }
        }
        List<@Nullable Object> values = new ArrayList<>(rows);
        int next = 0;
        for (int length : lengths) {
            List<Detection> own = new ArrayList<>();
            for (int i = 0; i < length; i++, next++) {
                Detection one = all.get(next);
                own.add(new Detection(
                        one.id(), one.label(), one.box(), one.confidence(), one.tags(), attributes.get(next)));
            }
            values.add(length < 0 ? null : own);
        }
        return values;
    }

    private static List<String> dictionary(DataInput in) throws IOException {
        String[] values = new String[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = text(in);
        }
        return Arrays.asList(values);
    }

    private static String text(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static @Nullable Object value(DataInput in) throws IOException {
        byte kind = in.readByte();
        switch (kind) {
            case 0:
                return null;
            case 1:
                return text(in);
            case 2:
                return in.readLong();
            case 3:
                return in.readDouble();
            case 4:
                return in.readBoolean();
            case 5:
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = in.readInt(); i > 0; i--) {
                    list.add(value(in));
                }
                return list;
            case 6:
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = in.readInt(); i > 0; i--) {
                    map.put(text(in), value(in));
                }
                return map;
            default:
                throw new IOException("Unknown kind of value " + kind + " in a chunk.");
        }
    }
}
