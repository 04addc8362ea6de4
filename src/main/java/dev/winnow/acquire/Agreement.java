package dev.winnow.acquire;

import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Detection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far two blind labellings of the same images agree: boxes matched one to one from the largest overlap down, at IoU 0.5 or more. The
 * unit is a box; the 95 % intervals are Wilson's and take boxes as independent, which those of one image are not quite.
 *
 * @param images how many images both were asked for
 * @param byClass the counts by class, of the first labelling where the two name it differently
 * @param meanIou overlap of the matched boxes, NaN where none match
 * @param disagreements where they differ, in the order of the images
 */
public record Agreement(int images, Map<String, Counts> byClass, double meanIou, List<Disagreement> disagreements) {
    private static final double SAME = 0.5;

    /** Boxes of a class: both drew and named it, both drew it under two names, only one drew it. */
    public record Counts(int agreed, int renamed, int onlyFirst, int onlySecond) {
        int all() {
            return agreed + renamed + onlyFirst + onlySecond;
        }

        Counts plus(int agreed, int renamed, int onlyFirst, int onlySecond) {
            return new Counts(
                    this.agreed + agreed,
                    this.renamed + renamed,
                    this.onlyFirst + onlyFirst,
                    this.onlySecond + onlySecond);
        }
    }

    /**
     * A box that somebody has to decide.
     *
     * @param first what the first labelling says, empty where it has no box
     * @param second what the second says
     */
    public record Disagreement(String sampleId, String file, String first, String second) {}

    /** Compares the labels of two fields over the samples of a view. */
    public static Agreement between(SampleCollection view, String firstField, String secondField) {
        Map<String, Counts> byClass = new TreeMap<>();
        List<Disagreement> apart = new ArrayList<>();
        List<Double> ious = new ArrayList<>();
        List<Sample> samples = view.samples();
        for (Sample sample : samples) {
            List<Detection> first = sample.detections(firstField);
            List<Detection> second = sample.detections(secondField);
            BoxPairs pairs = BoxPairs.of(first, second, SAME);
            for (BoxPairs.Pair pair : pairs.matched()) {
                String a = first.get(pair.a()).label();
                String b = second.get(pair.b()).label();
                boolean same = a.equals(b);
                ious.add(pair.iou());
                byClass.merge(a, new Counts(same ? 1 : 0, same ? 0 : 1, 0, 0), Agreement::sum);
                if (!same) {
                    apart.add(new Disagreement(sample.id(), sample.fileName(), a, b));
                }
            }
            for (int i : pairs.onlyA()) {
                byClass.merge(first.get(i).label(), new Counts(0, 0, 1, 0), Agreement::sum);
                apart.add(new Disagreement(
                        sample.id(), sample.fileName(), first.get(i).label(), ""));
            }
            for (int i : pairs.onlyB()) {
                byClass.merge(second.get(i).label(), new Counts(0, 0, 0, 1), Agreement::sum);
                apart.add(new Disagreement(
                        sample.id(), sample.fileName(), "", second.get(i).label()));
            }
        }
        double mean = ious.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        return new Agreement(samples.size(), new LinkedHashMap<>(byClass), mean, apart);
    }

    private static Counts sum(Counts a, Counts b) {
        return a.plus(b.agreed(), b.renamed(), b.onlyFirst(), b.onlySecond());
    }

    /** All boxes together. */
    public Counts total() {
        return byClass.values().stream().reduce(new Counts(0, 0, 0, 0), Agreement::sum);
    }

    /** The share of all boxes on which both agree, in [0, 1]; NaN without any box. */
    public double share() {
        return total().all() == 0 ? Double.NaN : (double) total().agreed() / total().all();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%d images, mean IoU of matched boxes %.3f", images, meanIou));
        text.append("\nclass             agreed  renamed  only first  only second  share [95 %]");
        byClass.forEach((name, counts) -> line(text, name, counts));
        line(text, "all", total());
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Counts counts) {
        text.append(String.format(
                Locale.ROOT,
                "\n%-16s %7d  %7d  %10d  %11d  %.2f [%.2f, %.2f]",
                name,
                counts.agreed(),
                counts.renamed(),
                counts.onlyFirst(),
                counts.onlySecond(),
                (double) counts.agreed() / Math.max(1, counts.all()),
                Wilson.low(counts.agreed(), counts.all()),
                Wilson.high(counts.agreed(), counts.all())));
    }
}
