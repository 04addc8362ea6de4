package dev.winnow.format;

import dev.winnow.label.Box;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Labels of a COCO file, set down on disk in lots as they come and given back lot by lot: those of neighbouring pictures are one lot.
 * A COCO file may hold them in any order, and more of them than memory.
 */
final class CocoLabels implements AutoCloseable {
    private static final int PICTURES = 4_096;
    /** Each lot is an open file while labels come. */
    private static final int LOTS = 256;

    private final Path folder;
    private final int pictures;
    private final Map<Integer, DataOutputStream> open = new HashMap<>();
    private int read = -1;
    private Map<Integer, List<Row>> lot = Map.of();

    /** For so many pictures. */
    CocoLabels(int count) {
        pictures = Math.max(PICTURES, count / LOTS + 1);
        try {
            folder = Files.createTempDirectory("winnow-coco");
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot create a temporary folder.", failure);
        }
    }

    /**
     * A label as it stands in the file.
     *
     * @param where how a report calls it
     * @param pixels the box in pixels
     * @param score {@code NaN} where there is none
     * @param outlined whether there was an outline
     * @param more values that COCO does not know
     */
    record Row(String where, long category, Box pixels, double score, boolean outlined, Map<String, Object> more) {}

    /** Takes a label of the picture at this place. */
    void add(int picture, Row row) {
        try {
            DataOutputStream out = open.get(picture / pictures);
            if (out == null) {
                out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file(picture / pictures))));
                open.put(picture / pictures, out);
            }
            out.writeInt(picture);
            text(out, row.where());
            out.writeLong(row.category());
            Box box = row.pixels();
            for (double number : new double[] {box.x(), box.y(), box.w(), box.h(), row.score()}) {
                out.writeDouble(number);
            }
            out.writeBoolean(row.outlined());
            text(out, row.more().isEmpty() ? "" : ExtendedJson.text(row.more()));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot set labels down in a temporary file", failure);
        }
    }

    /** The labels of the picture at this place, in the order in which they came. Pictures must be asked for in their order, once. */
    List<Row> of(int picture) {
        if (picture / pictures != read) {
            read = picture / pictures;
            lot = read(read);
        }
        return Objects.requireNonNullElse(lot.remove(picture), List.of());
    }

    private Map<Integer, List<Row>> read(int number) {
        Map<Integer, List<Row>> rows = new HashMap<>();
        try {
            DataOutputStream written = open.remove(number);
            if (written == null) {
                return rows;
            }
            written.close();
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(file(number))))) {
                for (int picture = next(in); picture >= 0; picture = next(in)) {
                    rows.computeIfAbsent(picture, none -> new ArrayList<>()).add(row(in));
                }
            }
            Files.delete(file(number));
            return rows;
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read labels from a temporary file", failure);
        }
    }

    private static int next(DataInputStream in) throws IOException {
        try {
            return in.readInt();
        } catch (EOFException end) {
            return -1;
        }
    }

    private static Row row(DataInputStream in) throws IOException {
        String where = text(in);
        long category = in.readLong();
        Box box = new Box(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        double score = in.readDouble();
        boolean outlined = in.readBoolean();
        String json = text(in);
        Map<String, Object> more = new LinkedHashMap<>();
        if (!json.isEmpty() && ExtendedJson.read(json) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> more.put(String.valueOf(name), Objects.requireNonNull(value)));
        }
        return new Row(where, category, box, score, outlined, more);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private Path file(int number) {
        return folder.resolve(String.valueOf(number));
    }

    @Override
    public void close() {
        for (DataOutputStream out : open.values()) {
            try {
                out.close();
            } catch (IOException unread) {
                // its file is deleted unread
            }
        }
        ImageFolders.delete(folder);
    }
}
