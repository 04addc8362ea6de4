package dev.winnow.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NumPy's file of one array, versions 1 to 3: a matrix {@code [n, d]} of float32 or float64, row-major, little-endian. */
final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int PIECE = 1 << 20;
    private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([^']+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\((\\d+),\\s*(\\d+),?\\s*\\)");

    private Npy() {}

    /** A matrix as it stands in a file. */
    record Matrix(float[] rowMajor, int rows, int columns) {}

    /** Writes beside the file first, so that one which is there stays whole until the new one is. */
    static void write(Path file, Embeddings vectors) {
        int rows = vectors.count();
        int columns = vectors.dim();
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
        int padding = 63 - (MAGIC.length + 4 + header.length()) % 64;
        byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (FileChannel out = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer head =
                    ByteBuffer.allocate(MAGIC.length + 4 + text.length).order(ByteOrder.LITTLE_ENDIAN);
            head.put(MAGIC)
                    .put((byte) 1)
                    .put((byte) 0)
                    .putShort((short) text.length)
                    .put(text)
                    .flip();
            drain(out, head);
            int atOnce = Math.max(1, PIECE / Float.BYTES / Math.max(1, columns));
            float[] some = new float[atOnce * columns];
            ByteBuffer piece = ByteBuffer.allocate(some.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int from = 0; from < rows; from += atOnce) {
                int count = Math.min(atOnce, rows - from);
                for (int i = 0; i < count; i++) {
                    vectors.copyRow(from + i, some, i * columns);
                }
                piece.clear();
                piece.asFloatBuffer().put(some, 0, count * columns);
                drain(out, piece.limit(count * columns * Float.BYTES));
            }
            out.force(true);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write " + file.getFileName() + ".", failure);
        }
        try {
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write " + file.getFileName() + ".", failure);
        }
    }

    private static void drain(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    static Matrix read(Path file) {
        try (FileChannel in = FileChannel.open(file)) {
            ByteBuffer start = read(in, 12, file);
            byte[] magic = new byte[MAGIC.length];
            start.get(magic);
            int version = start.get();
            start.get();
            if (!java.util.Arrays.equals(magic, MAGIC) || version < 1 || version > 3) {
                throw refused(file, "is no .npy file");
            }
            int length = version == 1 ? Short.toUnsignedInt(start.getShort()) : start.getInt();
            in.position(version == 1 ? 10 : 12);
            if (length < 0 || length > in.size()) {
                throw refused(file, "has a damaged header");
            }
            byte[] text = new byte[length];
            read(in, length, file).get(text);
            String header = new String(text, StandardCharsets.UTF_8);
            Matcher type = DESCR.matcher(header);
            Matcher order = ORDER.matcher(header);
            Matcher shape = SHAPE.matcher(header);
            boolean fits = type.find()
                    && (type.group(1).equals("<f4") || type.group(1).equals("<f8"))
                    && order.find()
                    && order.group(1).equals("False")
                    && shape.find();
            if (!fits) {
                throw refused(
                        file,
                        "holds " + header.strip() + ". Save a matrix with np.save(path, x.astype('<f4', order='C'))");
            }
            return values(in, file, type.group(1).equals("<f8"), number(shape.group(1)), number(shape.group(2)));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file.getFileName() + ".", failure);
        }
    }

    private static long number(String digits) {
        return digits.length() > 12 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static Matrix values(FileChannel in, Path file, boolean doubles, long rows, long columns)
            throws IOException {
        int width = doubles ? Double.BYTES : Float.BYTES;
        if (rows > Integer.MAX_VALUE
                || columns > Integer.MAX_VALUE
                || rows * columns > Integer.MAX_VALUE - 8
                || in.size() - in.position() != rows * columns * width) {
            throw refused(
                    file,
                    "says it holds [" + rows + ", " + columns + "] numbers, but " + (in.size() - in.position())
                            + " bytes follow, or they are too many for one array");
        }
        float[] values = new float[(int) (rows * columns)];
        for (int from = 0; from < values.length; from += PIECE / width) {
            int count = Math.min(PIECE / width, values.length - from);
            ByteBuffer piece = read(in, count * width, file);
            for (int i = from; i < from + count; i++) {
                values[i] = doubles ? (float) piece.getDouble() : piece.getFloat();
            }
        }
        return new Matrix(values, (int) rows, (int) columns);
    }

    private static ByteBuffer read(FileChannel in, int count, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (in.read(bytes) < 0) {
                throw refused(file, "ends too early");
            }
        }
        return bytes.flip();
    }

    private static IllegalArgumentException refused(Path file, String why) {
        return new IllegalArgumentException(file.getFileName() + " " + why + ".");
    }
}
