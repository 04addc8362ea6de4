package dev.winnow.fiftyone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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
        double[] read = readDoubles(binary);
        if (read == null) {
            return null;
        }
        float[] values = new float[read.length];
        boolean exact = true;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) read[i];
            exact &= values[i] == read[i] || Double.isNaN(read[i]);
        }
        return new Vector(values, exact);
    }

    /** The numbers of the vector in a binary value, or nothing where that holds something else. */
    static double @Nullable [] readDoubles(@Nullable Object binary) {
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

    private static double @Nullable [] values(InputStream in, String order, String kind, int size, String shape)
            throws IOException {
        int count = Integer.parseInt(shape);
        byte[] data = in.readNBytes(count * size);
        if (data.length < count * size) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(data);
        bytes.order(order.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            switch (kind + size) {
                case "f4" -> values[i] = bytes.getFloat();
                case "f8" -> values[i] = bytes.getDouble();
                case "i1" -> values[i] = bytes.get();
                case "u1" -> values[i] = bytes.get() & 0xFF;
                case "i4" -> values[i] = bytes.getInt();
                case "i8" -> values[i] = bytes.getLong();
                default -> {
                    return null;
                }
            }
        }
        return values;
    }

    /** A float32 vector as a binary value. */
    static Map<String, Object> write(float[] vector) {
        ByteBuffer bytes = headed("<f4", vector.length, Float.BYTES);
        bytes.asFloatBuffer().put(vector);
        return packed(bytes);
    }

    /** Numbers as a binary value: as float32 where that holds each of them exactly, otherwise as float64. */
    static Map<String, Object> write(List<Double> numbers) {
        float[] narrow = new float[numbers.size()];
        boolean exact = true;
        for (int i = 0; i < narrow.length; i++) {
            double number = numbers.get(i);
            narrow[i] = (float) number;
            exact &= narrow[i] == number || Double.isNaN(number);
        }
        if (exact) {
            return write(narrow);
        }
        ByteBuffer bytes = headed("<f8", numbers.size(), Double.BYTES);
        numbers.forEach(bytes::putDouble);
        return packed(bytes);
    }

    /** Room for numbers behind their header. */
    private static ByteBuffer headed(String type, int count, int size) {
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + count + ",), }";
        // NumPy pads its header so that the numbers begin at a multiple of 64.
        int padded = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
        ByteBuffer bytes = ByteBuffer.allocate(10 + padded + size * count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) padded);
        return bytes.put(
                (header + " ".repeat(padded - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static Map<String, Object> packed(ByteBuffer bytes) {
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
