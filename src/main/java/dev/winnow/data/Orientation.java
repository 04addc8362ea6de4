package dev.winnow.data;

import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * How a camera was held: the EXIF orientation of a JPEG, 1 (upright) to 8. Boxes refer to the upright picture.
 *
 * <p>Source: EXIF 2.3, tag 0x0112 of the first image directory in the APP1 segment.
 */
record Orientation(int code) {
    static final Orientation UPRIGHT = new Orientation(1);
    private static final int TAG = 0x0112;

    /** The orientation of a file; upright where it is no JPEG or says nothing that makes sense. */
    static Orientation of(Path file) throws IOException {
        ImageHeader header = ImageHeader.of(file);
        return header == null ? UPRIGHT : header.held();
    }

    /** What an image directory says, upright where that makes no sense. */
    static Orientation exif(ByteBuffer tiff) {
        try {
            return tag(tiff);
        } catch (IndexOutOfBoundsException nothing) {
            return UPRIGHT;
        }
    }

    private static Orientation tag(ByteBuffer tiff) {
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if ((tiff.getShort(entry) & 0xFFFF) == TAG) {
                int code = tiff.getShort(entry + 8) & 0xFFFF;
                return code >= 1 && code <= 8 ? new Orientation(code) : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** Whether width and height change places. */
    boolean turned() {
        return code >= 5;
    }

    /** The picture upright. */
    BufferedImage upright(BufferedImage stored) {
        if (code == 1) {
            return stored;
        }
        int w = stored.getWidth();
        int h = stored.getHeight();
        AffineTransform turn =
                switch (code) {
                    case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
                    case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
                    case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
                    case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
                    case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
                    case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
                    default -> new AffineTransform(0, -1, 1, 0, 0, w);
                };
        BufferedImage upright = new BufferedImage(turned() ? h : w, turned() ? w : h, BufferedImage.TYPE_INT_RGB);
        var pen = upright.createGraphics();
        pen.drawImage(stored, turn, null);
        pen.dispose();
        return upright;
    }
}
