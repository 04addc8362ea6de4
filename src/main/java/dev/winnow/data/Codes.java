package dev.winnow.data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A dictionary of strings: each has a code, given in the order of first use. */
final class Codes {
    private final List<String> values = new ArrayList<>();
    private final Map<String, Integer> codes = new HashMap<>();

    int code(String value) {
        Integer known = codes.get(value);
        if (known != null) {
            return known;
        }
        checkText(value);
        values.add(value);
        codes.put(value, values.size() - 1);
        return values.size() - 1;
    }

    /** The code of {@code value}, or -1. */
    int find(String value) {
        return codes.getOrDefault(value, -1);
    }

    String value(int code) {
        return values.get(code);
    }

    List<String> values() {
        return values;
    }

    Codes copy() {
        Codes copy = new Codes();
        values.forEach(copy::code);
        return copy;
    }

    /** Adds the values of another dictionary; returns for each of its codes the one here. */
    int[] addAll(Codes other) {
        int[] mapped = new int[other.values.size()];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = code(other.value(i));
        }
        return mapped;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(values.size());
        for (String value : values) {
            writeText(out, value);
        }
    }

    static Codes read(DataInput in) throws IOException {
        Codes codes = new Codes();
        for (int i = in.readInt(); i > 0; i--) {
            codes.code(readText(in));
        }
        return codes;
    }

    static void writeText(DataOutput out, String text) throws IOException {
        checkText(text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readText(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Refuses half a character, which UTF-8 would silently replace. */
    private static void checkText(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
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
    }
}
