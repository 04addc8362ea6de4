package dev.winnow.acquire;

import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import dev.winnow.label.LabelSchema;
import java.awt.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks of labels before anybody trains on them. Fine with no labels at all. {@link #check} looks at the labels alone and cannot see that one
 * is missing, too many, misnamed or shifted; {@link #against} can, where there is a second opinion.
 */
public final class Qa {
    private static final double SAME = 0.9;
    private static final double MIN_PIXELS = 6;
    private static final double HALF = 0.5;
    private static final double TIGHT = 0.75;
    /** The score from which a prediction counts as a second opinion. */
    public static final double SURE = 0.5;

    private Qa() {}

    /** One finding: the rule, the sample, the label and what is wrong. */
    public record Finding(String rule, String sampleId, String file, String label, String detail) {}

    /** All findings, counted by rule. */
    public record Report(int images, int labels, int imagesWithoutLabels, List<Finding> findings, List<String> rules) {
        @Override
        public String toString() {
            Map<String, Integer> counts = new TreeMap<>();
            findings.forEach(finding -> counts.merge(finding.rule(), 1, Integer::sum));
            StringBuilder text = new StringBuilder(
                    images + " images, " + labels + " labels, " + imagesWithoutLabels + " images without a label");
            if (counts.isEmpty()) {
                text.append("\nno findings by the rules ").append(String.join(", ", rules));
            }
            counts.forEach((rule, count) -> text.append(String.format(Locale.ROOT, "\n  %-12s %4d", rule, count)));
            findings.stream()
                    .limit(8)
                    .forEach(finding -> text.append(String.format(
                            Locale.ROOT,
                            "\n  %-12s %s %s: %s",
                            finding.rule(),
                            finding.file(),
                            finding.label(),
                            finding.detail())));
            return text.toString();
        }
    }

    /**
     * Rules: {@code schema} a class, attribute or box that the schema forbids; {@code tiny} a side below 6 pixels; {@code huge} more than
     * 60 % of the image; {@code duplicate} two boxes of one class over each other.
     */
    public static Report check(SampleCollection view, String field, LabelSchema schema) {
        List<Finding> findings = new ArrayList<>();
        int labels = 0;
        int empty = 0;
        List<Sample> samples = view.samples();
        for (Sample sample : samples) {
            List<Detection> own = sample.detections(field);
            labels += own.size();
            empty += own.isEmpty() ? 1 : 0;
            Dimension size = size(sample);
            for (int i = 0; i < own.size(); i++) {
                Detection label = own.get(i);
                Box box = label.box();
                for (String broken : schema.violations(label)) {
                    findings.add(finding("schema", sample, label, broken));
                }
                double side = Math.min(box.w() * size.width, box.h() * size.height);
                if (side < MIN_PIXELS) {
                    findings.add(finding("tiny", sample, label, String.format(Locale.ROOT, "%.1f pixels", side)));
                }
                if (box.area() > 0.6) {
                    findings.add(finding(
                            "huge",
                            sample,
                            label,
                            String.format(Locale.ROOT, "%.0f %% of the image", 100 * box.area())));
                }
                for (int k = 0; k < i; k++) {
                    if (own.get(k).label().equals(label.label())
                            && own.get(k).box().iou(box) > SAME) {
                        findings.add(finding("duplicate", sample, label, "over another of its class"));
                    }
                }
            }
        }
        return new Report(samples.size(), labels, empty, findings, List.of("schema", "tiny", "huge", "duplicate"));
    }

    /**
     * Compares labels with a second opinion on the same images: another person's labels, predictions from {@link #SURE} on, or a reference. A
     * finding is a reason to look, not an error: the second opinion may be the wrong one.
     *
     * <p>Rules: {@code missed} a box that only the second opinion has; {@code extra} one that only the labels have; {@code swapped} two boxes
     * over each other by half or more, of different classes; {@code shifted} of one class, over each other by less than three quarters.
     */
    public static Report against(SampleCollection view, String field, String secondOpinion) {
        List<Finding> findings = new ArrayList<>();
        int labels = 0;
        int empty = 0;
        List<Sample> samples = view.samples();
        for (Sample sample : samples) {
            List<Detection> own = sample.detections(field);
            List<Detection> other = sample.detections(secondOpinion).stream()
                    .filter(one -> Double.isNaN(one.confidence()) || one.confidence() >= SURE)
                    .toList();
            labels += own.size();
            empty += own.isEmpty() ? 1 : 0;
            BoxPairs pairs = BoxPairs.of(own, other, HALF);
            for (BoxPairs.Pair pair : pairs.matched()) {
                Detection label = own.get(pair.a());
                String named = other.get(pair.b()).label();
                if (!named.equals(label.label())) {
                    findings.add(finding("swapped", sample, label, "is a " + named + " in " + secondOpinion));
                } else if (pair.iou() < TIGHT) {
                    findings.add(finding(
                            "shifted",
                            sample,
                            label,
                            String.format(Locale.ROOT, "overlaps that of %s by %.2f", secondOpinion, pair.iou())));
                }
            }
            for (int i : pairs.onlyA()) {
                findings.add(finding("extra", sample, own.get(i), "is not in " + secondOpinion));
            }
            for (int i : pairs.onlyB()) {
                findings.add(finding("missed", sample, other.get(i), "is only in " + secondOpinion));
            }
        }
        return new Report(samples.size(), labels, empty, findings, List.of("missed", "extra", "swapped", "shifted"));
    }

    private static Dimension size(Sample sample) {
        boolean known = sample.get("width") != null;
        return known
                ? new Dimension((int) sample.number("width"), (int) sample.number("height"))
                : dev.winnow.data.Media.size(sample.media());
    }

    private static Finding finding(String rule, Sample sample, Detection label, String detail) {
        return new Finding(rule, sample.id(), sample.fileName(), label.label(), detail);
    }
}
