package dev.winnow.show;

import dev.winnow.data.Media;
import dev.winnow.data.Sample;
import dev.winnow.label.Box;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small JPEG pictures of samples, and of the surroundings of single labels; the latest are kept in memory. */
public final class Thumbnails {
    private static final long MOST_BYTES = 96L << 20;
    private static final double MARGIN = 1.3;
    private static final Thumbnails SHARED = new Thumbnails();

    private final Map<String, Thumbnail> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    private Thumbnails() {}

    public static Thumbnails shared() {
        return SHARED;
    }

    /**
     * A picture and the part of the image it shows, in shares of the image; the part of a label near the border reaches beyond it.
     *
     * @param width in pixels of the whole image
     * @param height in pixels of the whole image
     */
    public record Thumbnail(byte[] jpeg, double[] part, int width, int height) {}

    /** The picture of a sample, its longer side at most {@code side} pixels; around {@code label} where one is given. */
    public Thumbnail of(Sample sample, @Nullable Box label, int side) {
        Path file = Media.file(sample);
        String key = file + "\n" + file.toFile().lastModified() + "\n" + side + "\n" + label;
        synchronized (kept) {
            Thumbnail known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        Thumbnail made = label == null
                ? whole(
                        side <= ImageCache.MIDDLING
                                ? ImageCache.shared().middling(file)
                                : ImageCache.shared().whole(file),
                        side)
                : around(ImageCache.shared().whole(file), label, side);
        synchronized (kept) {
            if (kept.put(key, made) == null) {
                bytes += made.jpeg().length;
            }
            var eldest = kept.entrySet().iterator();
            while (bytes > MOST_BYTES && eldest.hasNext()) {
                bytes -= eldest.next().getValue().jpeg().length;
                eldest.remove();
            }
        }
        return made;
    }

    private static Thumbnail whole(ImageCache.Picture from, int side) {
        double scale = Math.min(1, (double) side / Math.max(from.width(), from.height()));
        BufferedImage small =
                scaled(from.pixels(), ImageCache.side(from.width(), scale), ImageCache.side(from.height(), scale));
        return new Thumbnail(Html.bytes(small, "jpeg"), new double[] {0, 0, 1, 1}, from.width(), from.height());
    }

    private static Thumbnail around(ImageCache.Picture from, Box label, int side) {
        BufferedImage full = from.pixels();
        double w = full.getWidth();
        double h = full.getHeight();
        double edge = Math.max(8, Math.max(label.w() * w, label.h() * h) * MARGIN);
        double left = (label.x() + label.w() / 2) * w - edge / 2;
        double top = (label.y() + label.h() / 2) * h - edge / 2;
        int pixels = (int) Math.max(48, Math.min(side, Math.round(edge * 2)));
        BufferedImage picture = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = smooth(picture);
        g.setColor(new Color(0x808080));
        g.fillRect(0, 0, pixels, pixels);
        double scale = pixels / edge;
        g.scale(scale, scale);
        g.translate(-left, -top);
        g.drawImage(full, 0, 0, null);
        g.dispose();
        return new Thumbnail(
                Html.bytes(picture, "jpeg"),
                new double[] {left / w, top / h, edge / w, edge / h},
                from.width(),
                from.height());
    }

    /** Halves before the last step: one bilinear step from far larger skips pixels and flickers. */
    public static BufferedImage scaled(BufferedImage full, int width, int height) {
        BufferedImage now = full;
        while (now.getWidth() / 2 >= width && now.getHeight() / 2 >= height) {
            now = drawn(now, now.getWidth() / 2, now.getHeight() / 2);
        }
        return now.getWidth() == width && now.getHeight() == height && now != full ? now : drawn(now, width, height);
    }

    private static BufferedImage drawn(BufferedImage from, int width, int height) {
        BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = smooth(to);
        g.drawImage(from, 0, 0, width, height, null);
        g.dispose();
        return to;
    }

    private static Graphics2D smooth(BufferedImage picture) {
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        return g;
    }
}
