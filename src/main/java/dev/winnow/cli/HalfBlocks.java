package dev.winnow.cli;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** A picture as lines of text: each character is two pixels, the upper in the colour of the glyph, the lower in the background. */
final class HalfBlocks {
    private HalfBlocks() {}

    /** Scaled down to at most {@code columns} characters; never up. */
    static List<AttributedString> of(BufferedImage image, int columns) {
        int width = Math.min(columns, image.getWidth());
        int height = Math.max(1, Math.round(image.getHeight() * (float) width / image.getWidth()));
        BufferedImage small = new BufferedImage(width, height + height % 2, BufferedImage.TYPE_INT_RGB);
        var graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        List<AttributedString> lines = new ArrayList<>();
        for (int y = 0; y < small.getHeight(); y += 2) {
            AttributedStringBuilder line = new AttributedStringBuilder();
            for (int x = 0; x < width; x++) {
                int upper = small.getRGB(x, y) & 0xffffff;
                int lower = small.getRGB(x, y + 1) & 0xffffff;
                line.append("▀", AttributedStyle.DEFAULT.foregroundRgb(upper).backgroundRgb(lower));
            }
            lines.add(line.toAttributedString());
        }
        return lines;
    }
}
