package dev.winnow.acquire;

import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Detection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Golden images of one round labelled again, blind, and compared with their reference: the counts. {@link Drift} tests them over rounds.
 *
 * @param images golden images that were labelled in the round
 * @param objects reference objects in them
 * @param missed not labelled
 * @param extra labels where the reference has nothing
 * @param swapped found under another class
 * @param meanIou overlap of the matched boxes, NaN without any
 * @param imageIous the mean overlap in each image that has a match, by sample; empty in rows of earlier versions
 */
public record Golden(
        int images, int objects, int missed, int extra, int swapped, double meanIou, Map<String, Double> imageIous) {
    private static final double SAME = 0.5;
    private static final double ALPHA = 0.05;

    public Golden {
        imageIous = imageIous == null ? Map.of() : imageIous;
    }

    /** Compares the blind labels of the golden samples that have some in this round; writes nothing. */
    static Golden check(SampleCollection golden, Annotator annotator, String reference, String round) {
        int objects = 0;
        int missed = 0;
        int extra = 0;
        int swapped = 0;
        int matched = 0;
        double iou = 0;
        Map<String, Double> byImage = new TreeMap<>();
        Map<String, List<Detection>> blind = annotator.blind(golden, reference, round);
        List<Sample> samples = golden.samples().stream()
                .filter(sample -> blind.containsKey(sample.id()))
                .toList();
        for (Sample sample : samples) {
            List<Detection> truth = objects(sample.detections(reference));
            List<Detection> drawn = objects(blind.getOrDefault(sample.id(), List.of()));
            BoxPairs pairs = BoxPairs.of(truth, drawn, SAME);
            objects += truth.size();
            missed += pairs.onlyA().size();
            extra += pairs.onlyB().size();
            double own = 0;
            for (BoxPairs.Pair pair : pairs.matched()) {
                own += pair.iou();
                swapped +=
                        truth.get(pair.a()).label().equals(drawn.get(pair.b()).label()) ? 0 : 1;
            }
            iou += own;
            matched += pairs.matched().size();
            if (!pairs.matched().isEmpty()) {
                byImage.put(sample.id(), own / pairs.matched().size());
            }
        }
        return new Golden(
                samples.size(), objects, missed, extra, swapped, matched == 0 ? Double.NaN : iou / matched, byImage);
    }

    private static List<Detection> objects(List<Detection> labels) {
        return labels.stream()
                .filter(label -> !label.label().equals(LoopFields.NO_OBJECT))
                .toList();
    }

    /** Errors of all kinds. */
    int errors() {
        return missed + extra + swapped;
    }

    /** Chance of noticing an error rate of {@code rate} among {@code n} objects when 2 % is allowed (exact binomial, 5 %). */
    public static double power(int n, double rate) {
        return Drift.power(n, Drift.ALLOWED, rate, ALPHA);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "golden: %d objects on %d images labelled blind: %d missed, %d extra, %d swapped, mean IoU %.3f; an error rate of 5 %% would"
                        + " be noticed with power %.2f",
                objects,
                images,
                missed,
                extra,
                swapped,
                meanIou,
                power(objects, 0.05));
    }
}
