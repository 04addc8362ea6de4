package dev.winnow.show;

import dev.winnow.display.MimeBundle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;

/** A chart in three forms: a Vega-Lite v5 specification with its values inside, a picture, and text. Never HTML, which would hide it. */
public class Chart {
    private final Map<String, Object> vega;
    private final BufferedImage picture;
    private final String text;

    Chart(Map<String, Object> vega, BufferedImage picture, String text) {
        this.vega = vega;
        this.picture = picture;
        this.text = text;
    }

    MimeBundle bundle() {
        return MimeBundle.text(text).with(MimeBundle.VEGA_LITE, vega).with(MimeBundle.PNG, Html.bytes(picture, "png"));
    }

    /** Writes the picture to a PNG file. */
    public void save(Path file) {
        try {
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException("The chart cannot be written to " + file + ".", failure);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
