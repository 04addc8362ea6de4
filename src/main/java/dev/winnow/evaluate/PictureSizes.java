package dev.winnow.evaluate;

import dev.winnow.data.Media;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import java.awt.Dimension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Width and height in pixels of each picture of a collection: from the fields {@code width} and {@code height}, from
 * {@code metadata}, or from the head of the file. Where one picture is missing, all have size 1 and {@link #known} is false:
 * overlaps are the same, but no area is known.
 */
record PictureSizes(double[] width, double[] height, boolean known) {
    static PictureSizes of(SampleCollection view) {
        List<Sample> samples = view.samples();
        double[] width = new double[samples.size()];
        double[] height = new double[samples.size()];
        boolean fields = view.hasField("width") && view.hasField("height");
        boolean metadata = view.hasField("metadata");
        for (int i = 0; i < width.length; i++) {
            Sample sample = samples.get(i);
            Object w = fields ? sample.get("width") : null;
            Object h = fields ? sample.get("height") : null;
            if (metadata && sample.get("metadata") instanceof Map<?, ?> more && !(w instanceof Number)) {
                w = more.get("width");
                h = more.get("height");
            }
            if (w instanceof Number across && h instanceof Number down) {
                width[i] = across.doubleValue();
                height[i] = down.doubleValue();
                continue;
            }
            Path file = sample.media();
            if (!Files.isRegularFile(file)) {
                return unknown(width.length);
            }
            try {
                Dimension size = Media.size(file);
                width[i] = size.width;
                height[i] = size.height;
            } catch (IllegalArgumentException unreadable) {
                return unknown(width.length);
            }
        }
        return new PictureSizes(width, height, true);
    }

    private static PictureSizes unknown(int samples) {
        double[] one = new double[samples];
        java.util.Arrays.fill(one, 1);
        return new PictureSizes(one, one, false);
    }
}
