package dev.winnow.brain;

import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Detection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How good the boxes of an image are, in [0, 1], 0 for surely bad (ObjectLab: Tkachenko, Thyagarajan, Mueller 2023, arXiv 2309.00832): the
 * geometric mean of three scores, for objects that were overlooked, boxes that are badly placed, and boxes with a swapped class. Equal to
 * cleanlab's.
 *
 * <p>How alike two boxes are is 0.9 IoU + 0.1 exp(-0.1 r), r the distance of their centres in pixels, so images need their width and
 * height. The scores of an image's boxes are pooled by a soft minimum of temperature 0.1.
 */
public final class LabelQuality {
    private static final double ALPHA = 0.9;
    private static final double FADING = 0.1;
    private static final double LIKELY = 0.5;
    private static final double SURE = 0.95;
    private static final double TEMPERATURE = 0.1;
    private static final double SAME_BOX = 0.95;
    private static final double TINY = 1e-100;

    private LabelQuality() {}

    /** The labels and predictions of one image in pixels. */
    record Image(List<Detection> labels, List<Detection> predictions, double width, double height) {}

    /**
     * Scores every sample and stores the scores in {@code field}.
     *
     * @throws IllegalArgumentException for a sample without width and height, or a prediction without confidence
     */
    public static BrainRun compute(SampleCollection view, String field, String predictions, String labels) {
        List<Sample> samples = view.samples();
        List<Image> images = new ArrayList<>();
        for (Sample sample : samples) {
            double width = view.hasField("width") ? sample.number("width") : Double.NaN;
            double height = view.hasField("height") ? sample.number("height") : Double.NaN;
            if (!(width > 0 && height > 0)) {
                throw new IllegalArgumentException("Label quality measures distances in pixels, and "
                        + sample.fileName() + " has no width and height. Call computeMetadata() first.");
            }
            List<Detection> predicted = sample.detections(predictions);
            if (predicted.stream().anyMatch(one -> !one.hasConfidence())) {
                throw new IllegalArgumentException("A prediction of " + sample.fileName()
                        + " has no confidence. Store predictions with confidences.");
            }
            images.add(new Image(sample.detections(labels), predicted, width, height));
        }
        double[] scores = scores(images);
        Map<String, Double> byId = new LinkedHashMap<>();
        for (int i = 0; i < scores.length; i++) {
            byId.put(samples.get(i).sampleId(), scores[i]);
        }
        BrainRun run = new BrainRun(
                "label_quality",
                field,
                "",
                "",
                scores.length,
                Map.of("predictions", predictions, "labels", labels),
                "",
                List.of());
        run.store(view, byId);
        return run;
    }

    /** One score an image. */
    static double[] scores(List<Image> images) {
        List<Pairs> pairs = images.stream().map(Pairs::of).toList();
        double least = pairs.stream()
                .flatMapToDouble(image -> Arrays.stream(image.alike).flatMapToDouble(Arrays::stream))
                .filter(alike -> alike != 0)
                .min()
                .orElse(1);
        least = Math.min(1, least);
        double[] scores = new double[images.size()];
        for (int i = 0; i < scores.length; i++) {
            double overlooked = pooled(pairs.get(i).overlooked(least));
            double placed = pooled(pairs.get(i).placed());
            double swapped = pooled(pairs.get(i).swapped(least));
            scores[i] =
                    Math.exp((Math.log(TINY + overlooked) + Math.log(TINY + placed) + Math.log(TINY + swapped)) / 3);
        }
        return scores;
    }

    /** The soft minimum; 1 where there is nothing to judge. */
    private static double pooled(List<Double> scores) {
        if (scores.isEmpty()) {
            return 1;
        }
        double low = scores.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double weights = 0;
        double sum = 0;
        for (double score : scores) {
            double weight = Math.exp((low - score) / TEMPERATURE);
            weights += weight;
            sum += weight * score;
        }
        return sum / weights;
    }

    /** An image's labels by its predictions: IoU, and how alike they are. */
    private record Pairs(Image image, double[][] iou, double[][] alike) {
        static Pairs of(Image image) {
            int labels = image.labels().size();
            int predictions = image.predictions().size();
            double[][] iou = new double[labels][predictions];
            double[][] alike = new double[labels][predictions];
            for (int l = 0; l < labels; l++) {
                for (int p = 0; p < predictions; p++) {
                    Detection label = image.labels().get(l);
                    Detection predicted = image.predictions().get(p);
                    iou[l][p] = label.box().iou(predicted.box());
                    double x = (centreX(label) - centreX(predicted)) * image.width();
                    double y = (centreY(label) - centreY(predicted)) * image.height();
                    // One minus the distance, as cleanlab has it: what fades below 1e-16 is nothing, and sets no least
                    // score.
                    double distance = 1 - Math.exp(-FADING * Math.hypot(x, y));
                    alike[l][p] = ALPHA * iou[l][p] + (1 - ALPHA) * (1 - distance);
                }
            }
            return new Pairs(image, iou, alike);
        }

        private static double centreX(Detection one) {
            return one.box().x() + one.box().w() / 2;
        }

        private static double centreY(Detection one) {
            return one.box().y() + one.box().h() / 2;
        }

        /** For each sure prediction that touches no label: how near the nearest label of its class is. */
        List<Double> overlooked(double least) {
            List<Double> scores = new ArrayList<>();
            for (int p = 0; p < image.predictions().size(); p++) {
                Detection predicted = image.predictions().get(p);
                double nearest = -1;
                boolean touches = false;
                for (int l = 0; l < iou.length; l++) {
                    touches |= iou[l][p] > 0;
                    if (image.labels().get(l).label().equals(predicted.label())) {
                        nearest = Math.max(nearest, alike[l][p]);
                    }
                }
                if (predicted.confidence() >= SURE && !touches) {
                    scores.add(nearest >= 0 ? nearest : least * (1 - predicted.confidence()));
                }
            }
            return scores;
        }

        /** For each label: how alike it is to the likely prediction of its class that lies on it, 1 where there is none. */
        List<Double> placed() {
            List<Double> scores = new ArrayList<>();
            for (int l = 0; l < iou.length; l++) {
                double best = -1;
                for (int p = 0; p < iou[l].length; p++) {
                    Detection predicted = image.predictions().get(p);
                    if (predicted.label().equals(image.labels().get(l).label())
                            && predicted.confidence() > LIKELY
                            && iou[l][p] > 0) {
                        best = Math.max(best, alike[l][p]);
                    }
                }
                scores.add(best >= 0 ? best : 1);
            }
            return scores;
        }

        /** For each label: how unlike it is to the sure predictions of other classes; the least where people gave the box two classes. */
        List<Double> swapped(double least) {
            List<Double> scores = new ArrayList<>();
            for (int l = 0; l < iou.length; l++) {
                double most = -1;
                for (int p = 0; p < iou[l].length; p++) {
                    Detection predicted = image.predictions().get(p);
                    if (!predicted.label().equals(image.labels().get(l).label()) && predicted.confidence() > SURE) {
                        most = Math.max(most, alike[l][p]);
                    }
                }
                scores.add(twice(l) ? least : most >= 0 ? Math.max(least, 1 - most) : 1);
            }
            return scores;
        }

        private boolean twice(int l) {
            Detection label = image.labels().get(l);
            return image.labels().stream()
                    .anyMatch(other ->
                            !other.label().equals(label.label()) && other.box().iou(label.box()) >= SAME_BOX);
        }
    }
}
