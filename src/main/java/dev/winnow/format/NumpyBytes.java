package dev.winnow.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A vector as FiftyOne stores it: a NumPy file, compressed by zlib, as a binary value of Extended JSON.
 *
 * <p>Source: NumPy's format specification, version 1.0.
 */
final class NumpyBytes {
    private static final int MAX_LENGTH = 1 << 22;
    private static final Pattern HEADER =
            Pattern.compile("'descr': '([<>|])([fiu])(\\d)', 'fortran_order': \\w+, 'shape': \\((\\d{1,9}),?\\)");

    private NumpyBytes() {}

    /** A vector and whether float32 holds it exactly. */
    record Vector(float[] values, boolean exact) {}

    /** The vector in a binary value, or nothing where that holds something else, such as a matrix. */
    static @Nullable Vector read(@Nullable Object binary) {
        if (!(binary instanceof Map<?, ?> map
                && map.get("$binary") instanceof Map<?, ?> body
                && body.get("base64") instanceof String base64)) {
            return null;
        }
        try (InputStream in = new InflaterInputStream(
                new java.io.ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
            byte[] start = in.readNBytes(10);
            if (start.length < 10 || (start[0] & 0xFF) != 0x93 || start[1] != 'N' || start[6] != 1) {
                return null;
            }
            int length = (start[8] & 0xFF) | (start[9] & 0xFF) << 8;
            Matcher header = HEADER.matcher(new String(in.readNBytes(length), StandardCharsets.US_ASCII));
            if (!header.find() || Integer.parseInt(header.group(4)) > MAX_LENGTH) {
                return null;
            }
            return values(in, header.group(1), header.group(2), Integer.parseInt(header.group(3)), header.group(4));
        } catch (IOException | IllegalArgumentException damaged) {
            return null;
        }
    }

    private static @Nullable Vector values(InputStream in, String order, String kind, int size, String shape)
            throws IOException {
        int count = Integer.parseInt(shape);
        byte[] data = in.readNBytes(count * size);
        if (data.length < count * size) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(data);
        bytes.order(order.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[count];
        boolean exact = true;
        for (int i = 0; i < count; i++) {
            double value;
            switch (kind + size) {
                case "f4" -> value = bytes.getFloat();
                case "f8" -> value = bytes.getDouble();
                case "i1" -> value = bytes.get();
                case "u1" -> value = bytes.get() & 0xFF;
                case "i4" -> value = bytes.getInt();
                case "i8" -> value = bytes.getLong();
                default -> {
                    return null;
                }
            }
            values[i] = (float) value;
            exact &= values[i] == value || Double.isNaN(value);
        }
        return new Vector(values, exact);
    }

    /** A float32 vector as a binary value. */
    static Map<String, Object> write(float[] vector) {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + vector.length + ",), }";
        // NumPy pads its header so that the numbers begin at a multiple of 64.
        int padded = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
        ByteBuffer bytes = ByteBuffer.allocate(10 + padded + 4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) padded);
        bytes.put((header + " ".repeat(padded - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        bytes.asFloatBuffer().put(vector);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(bytes.array());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Map.of(
                "$binary", Map.of("base64", Base64.getEncoder().encodeToString(packed.toByteArray()), "subType", "00"));
    }
}
