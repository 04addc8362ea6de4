package dev.winnow.show;

import dev.winnow.data.Media;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The pictures that were decoded last, whole or at a middling size. Decoding is most of the work of a thumbnail: so the static sheet and
 * the grid beside it, at whatever size of tile, decode a file once, and so do the crops of all its labels.
 */
final class ImageCache {
    /** The longer side of the middling size, in pixels. */
    static final int MIDDLING = 512;

    /** The longer side that a picture keeps where more of it would take much memory, in pixels. */
    static final int LARGEST = 4096;

    private static final long MOST_BYTES = 64L << 20;
    private static final ImageCache SHARED = new ImageCache();

    private final Map<String, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    private ImageCache() {}

    static ImageCache shared() {
        return SHARED;
    }

    /**
     * A picture that nobody draws on.
     *
     * @param width of the whole picture in its file, in pixels
     * @param height of the whole picture in its file, in pixels
     */
    record Picture(BufferedImage pixels, int width, int height) {}

    /** Let go of when memory is short. */
    private record Kept(SoftReference<Picture> picture, long bytes) {}

    /** The whole picture in a file; one that takes much memory with pixels left out, {@value #LARGEST} a side at least. */
    Picture whole(Path file) {
        return of(key(file), () -> read(file, LARGEST));
    }

    /** The picture in a file, at most {@value #MIDDLING} pixels a side. */
    Picture middling(Path file) {
        return of(key(file) + "\nmiddling", () -> {
            Picture full = read(file, MIDDLING);
            double scale = (double) MIDDLING / Math.max(full.width(), full.height());
            return scale >= 1
                    ? full
                    : new Picture(
                            Thumbnails.scaled(full.pixels(), side(full.width(), scale), side(full.height(), scale)),
                            full.width(),
                            full.height());
        });
    }

    static int side(int pixels, double scale) {
        return Math.max(1, (int) Math.round(pixels * scale));
    }

    private static Picture read(Path file, int side) {
        Dimension size = Media.size(file);
        return new Picture(Media.image(file, side), size.width, size.height);
    }

    /** Another key once the file was written again. */
    private static String key(Path file) {
        Path real = file;
        try {
            real = file.toRealPath();
        } catch (IOException missing) {
            // Whoever reads it says so.
        }
        return real + "\n" + real.toFile().lastModified();
    }

    private Picture of(String key, Supplier<Picture> read) {
        synchronized (kept) {
            Kept known = kept.get(key);
            Picture there = known == null ? null : known.picture().get();
            if (there != null) {
                return there;
            }
        }
        Picture made = read.get();
        long size = 4L * made.pixels().getWidth() * made.pixels().getHeight();
        synchronized (kept) {
            Kept before = kept.put(key, new Kept(new SoftReference<>(made), size));
            bytes += size - (before == null ? 0 : before.bytes());
            var eldest = kept.entrySet().iterator();
            while (bytes > MOST_BYTES && eldest.hasNext()) {
                bytes -= eldest.next().getValue().bytes();
                eldest.remove();
            }
        }
        return made;
    }
}
