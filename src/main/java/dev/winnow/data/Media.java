package dev.winnow.data;

import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Pictures on disk. Sizes are read before pixels, so that a small file cannot unpack to more memory than there is. */
public final class Media {
    private static final long MAX_PIXELS = 200_000_000;
    private static final int MAX_SIDE = 100_000;

    private Media() {}

    /**
     * The picture as 8-bit RGB, upright whatever way the camera was held, in all its pixels.
     *
     * @throws IllegalArgumentException if the file is missing, no picture, damaged, larger than 200 megapixels, or takes more memory than
     *     there is for pictures, a quarter of what this program has; the message names the file
     * @throws java.util.concurrent.CancellationException if the thread is interrupted meanwhile
     */
    public static BufferedImage image(Path file) {
        return image(file, Integer.MAX_VALUE);
    }

    /**
     * The same to be shown small: a picture that would take much memory comes with pixels left out evenly, its longer side never below
     * {@code side} pixels where the file has as many. {@link #size} says how large it is in its file.
     *
     * @param side in pixels, at least 1
     */
    public static BufferedImage image(Path file, int side) {
        return read(file, reader -> {
            requireSize(file, reader.getWidth(0), reader.getHeight(0));
            return Orientation.of(file)
                    .upright(PictureDecoder.decode(String.valueOf(file.getFileName()), reader, Math.max(1, side)));
        });
    }

    public static BufferedImage image(Sample sample) {
        return image(sample.media());
    }

    /** Width and height in pixels of the upright picture, without decoding. */
    public static Dimension size(Path file) {
        try {
            ImageHeader header = Files.isRegularFile(file) ? ImageHeader.of(file) : null;
            if (header != null) {
                requireSize(file, header.width(), header.height());
                return header.held().turned()
                        ? new Dimension(header.height(), header.width())
                        : new Dimension(header.width(), header.height());
            }
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    file.getFileName() + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
        return read(file, reader -> {
            requireSize(file, reader.getWidth(0), reader.getHeight(0));
            return Orientation.of(file).turned()
                    ? new Dimension(reader.getHeight(0), reader.getWidth(0))
                    : new Dimension(reader.getWidth(0), reader.getHeight(0));
        });
    }

    private interface Read<T> {
        T from(ImageReader reader) throws IOException;
    }

    private static <T> T read(Path file, Read<T> read) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("There is no picture " + file.getFileName() + " in "
                    + (file.getParent() == null
                            ? "this folder"
                            : file.getParent().getFileName()) + ".");
        }
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new MediaException(file.getFileName() + " is no JPEG, PNG, GIF, BMP or TIFF picture.");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                return read.from(reader);
            } finally {
                reader.dispose();
            }
        } catch (MediaException | CancellationException said) {
            throw said;
        } catch (IOException | RuntimeException damaged) {
            // Decoders throw whatever a damaged file makes of their arrays.
            throw new MediaException(
                    file.getFileName() + " is damaged and cannot be decoded: " + damaged.getMessage(), damaged);
        }
    }

    private static void requireSize(Path file, int width, int height) {
        if (Math.max(width, height) > MAX_SIDE) {
            throw new MediaException(file.getFileName() + " has " + width + " × " + height
                    + " pixels; pictures with a side above " + MAX_SIDE + " pixels are not decoded.");
        }
        if ((long) width * height > MAX_PIXELS) {
            throw new MediaException(file.getFileName() + " has " + width + " × " + height + " pixels; pictures above "
                    + MAX_PIXELS / 1_000_000 + " megapixels are not decoded.");
        }
    }

    /**
     * Where the picture of a sample lies.
     *
     * @throws IllegalArgumentException if that is outside the media root once links are followed, or if there is none
     */
    public static Path file(Sample sample) {
        Path root = sample.dataset().mediaRoot();
        Path file = sample.media();
        try {
            Path real = file.toRealPath();
            if (!real.startsWith(root.toRealPath())) {
                throw new IllegalArgumentException(
                        "The picture of sample " + sample.id() + " lies outside the dataset's media and is not shown.");
            }
            return real;
        } catch (IOException missing) {
            throw new IllegalArgumentException("There is no picture " + sample.fileName() + ".", missing);
        }
    }
}
