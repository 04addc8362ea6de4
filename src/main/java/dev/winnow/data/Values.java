package dev.winnow.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The binary form of an attribute's value: missing, text, number, boolean, or a list or map of these. */
final class Values {
    private Values() {}

    static void write(DataOutput out, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeByte(0);
        } else if (value instanceof String text) {
            out.writeByte(1);
            Codes.writeText(out, text);
        } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            out.writeByte(2);
            out.writeLong(((Number) value).longValue());
        } else if (value instanceof Number number) {
            out.writeByte(3);
            out.writeDouble(number.doubleValue());
        } else if (value instanceof Boolean flag) {
            out.writeByte(4);
            out.writeBoolean(flag);
        } else if (value instanceof List<?> list) {
            out.writeByte(5);
            out.writeInt(list.size());
            for (Object one : list) {
                write(out, one);
            }
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte(6);
            out.writeInt(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Codes.writeText(out, String.valueOf(entry.getKey()));
                write(out, entry.getValue());
            }
        } else {
            throw new IllegalArgumentException("An attribute cannot hold " + value + " of type "
                    + value.getClass().getSimpleName()
                    + "; texts, numbers, booleans and lists of these can be stored.");
        }
    }

    static @Nullable Object read(DataInput in) throws IOException {
        byte kind = in.readByte();
        switch (kind) {
            case 0:
                return null;
            case 1:
                return Codes.readText(in);
            case 2:
                return in.readLong();
            case 3:
                return in.readDouble();
            case 4:
                return in.readBoolean();
            case 5:
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = in.readInt(); i > 0; i--) {
                    list.add(read(in));
                }
                return list;
            case 6:
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = in.readInt(); i > 0; i--) {
                    map.put(Codes.readText(in), read(in));
                }
                return map;
            default:
                throw new IOException("Unknown kind of value " + kind + " in a chunk.");
        }
    }
}
