package dev.winnow.app;

import dev.winnow.data.Media;
import dev.winnow.data.Sample;
import dev.winnow.show.Html;
import dev.winnow.show.Thumbnails;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The pictures that the App may show: those below the dataset's media root, and nothing that a browser would run. */
public final class AppMedia {
    private static final long LARGEST_AS_IS = 12L << 20;
    private static final int LONGEST_SIDE = 4096;

    private AppMedia() {}

    /** A picture as a browser takes it, with its size in pixels once it is upright. */
    record Picture(byte[] bytes, String type, int width, int height) {}

    /** The whole picture: the file itself where browsers read it, else a JPEG of it. */
    static Picture of(Sample sample) {
        Path file = Media.file(sample);
        Dimension size = Media.size(file);
        try {
            String type = type(file);
            if (!type.isEmpty() && Files.size(file) <= LARGEST_AS_IS) {
                return new Picture(Files.readAllBytes(file), type, size.width, size.height);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the picture " + sample.fileName() + ".", failure);
        }
        BufferedImage full = Media.image(file, LONGEST_SIDE);
        double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(full.getWidth(), full.getHeight()));
        BufferedImage shown = Thumbnails.scaled(
                full, (int) Math.round(full.getWidth() * scale), (int) Math.round(full.getHeight() * scale));
        return new Picture(Html.bytes(shown, "jpeg"), "image/jpeg", size.width, size.height);
    }

    /** Told by the first bytes, whatever the name says; empty for what browsers do not read. */
    private static String type(Path file) throws IOException {
        byte[] first;
        try (InputStream in = Files.newInputStream(file)) {
            first = in.readNBytes(4);
        }
        if (first.length < 4) {
            return "";
        }
        if ((first[0] & 0xff) == 0xff && (first[1] & 0xff) == 0xd8) {
            return "image/jpeg";
        }
        if ((first[0] & 0xff) == 0x89 && first[1] == 'P' && first[2] == 'N' && first[3] == 'G') {
            return "image/png";
        }
        return first[0] == 'G' && first[1] == 'I' && first[2] == 'F' ? "image/gif" : "";
    }
}
