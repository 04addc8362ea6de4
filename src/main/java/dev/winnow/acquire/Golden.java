package dev.winnow.acquire;

import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Label drift: golden images labelled again, blind, and compared with their reference. What cannot be seen at this size is said.
 *
 * @param objects reference objects
 * @param missed not labelled
 * @param extra labels where the reference has nothing
 * @param swapped found under another class
 * @param meanIou overlap of the matched boxes
 */
public record Golden(int images, int objects, int missed, int extra, int swapped, double meanIou) {
    private static final double ALLOWED = 0.02;
    private static final double ALPHA = 0.05;

    /** Compares the blind labels of the golden samples that have some in this round; writes nothing. */
    static Golden check(SampleCollection golden, Annotator annotator, String reference, String round) {
        int objects = 0;
        int missed = 0;
        int extra = 0;
        int swapped = 0;
        int matched = 0;
        double iou = 0;
        Map<String, List<Detection>> blind = annotator.blind(golden, reference, round);
        List<Sample> samples = golden.samples().stream()
                .filter(sample -> blind.containsKey(sample.id()))
                .toList();
        for (Sample sample : samples) {
            List<Detection> truth = sample.detections(reference).stream()
                    .filter(label -> !label.label().equals(LoopFields.NO_OBJECT))
                    .toList();
            List<Detection> left = new ArrayList<>(blind.getOrDefault(sample.id(), List.of()).stream()
                    .filter(label -> !label.label().equals(LoopFields.NO_OBJECT))
                    .toList());
            objects += truth.size();
            for (Detection object : truth) {
                Detection best = null;
                for (Detection label : left) {
                    double own = label.box().iou(object.box());
                    if (own >= 0.5 && (best == null || own > best.box().iou(object.box()))) {
                        best = label;
                    }
                }
                if (best == null) {
                    missed++;
                    continue;
                }
                left.remove(best);
                matched++;
                iou += best.box().iou(object.box());
                swapped += best.label().equals(object.label()) ? 0 : 1;
            }
            extra += left.size();
        }
        return new Golden(samples.size(), objects, missed, extra, swapped, matched == 0 ? Double.NaN : iou / matched);
    }

    /** Chance of noticing an error rate of {@code rate} among {@code n} objects when 2 % is allowed (exact binomial, 5 %). */
    public static double power(int n, double rate) {
        int critical = 0;
        while (critical <= n && upperTail(n, ALLOWED, critical) > ALPHA) {
            critical++;
        }
        return upperTail(n, rate, critical);
    }

    /** P(X >= k) for X binomial. */
    private static double upperTail(int n, double p, int k) {
        double term = StrictMath.pow(1 - p, n);
        double below = 0;
        for (int i = 0; i < k; i++) {
            below += term;
            term *= (double) (n - i) / (i + 1) * p / (1 - p);
        }
        return Math.max(0, 1 - below);
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
