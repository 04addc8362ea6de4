package dev.winnow.show;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pieces of HTML that survive a sanitiser: escaped text and pictures inside. */
public final class Html {
    private Html() {}

    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    static String image(BufferedImage picture, String alt) {
        return "<img alt=\"" + escape(alt) + "\" width=\"" + picture.getWidth() + "\" height=\"" + picture.getHeight()
                + "\" src=\"data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes(picture, "jpeg"))
                + "\">";
    }

    public static byte[] bytes(BufferedImage picture, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Through memory: a stream that is given as it is goes by way of a file.
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, format, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    public static String pre(String text) {
        return "<pre>" + escape(text) + "</pre>";
    }
}
