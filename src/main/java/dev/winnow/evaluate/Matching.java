package dev.winnow.evaluate;

import dev.winnow.data.Detections;
import dev.winnow.label.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The matching of one image at the operating point. Each class comes first by itself, the most certain prediction first, each to
 * the free object of its name that it overlaps most; only then may what is left over take objects of other names, so that the
 * right box never loses its object to a louder wrong one. Crowds are no objects: a prediction of their class in one counts for
 * nothing, nor does one that lies in an ignore region and found nothing.
 */
final class Matching {
    private final Detections predictions;
    private final Detections truth;
    private final EvaluationOptions options;
    private final int sample;
    private final List<Integer> certain = new ArrayList<>();
    private final List<Integer> objects = new ArrayList<>();
    private final List<Integer> crowds = new ArrayList<>();
    private final List<Box> regions;

    private final int[] object;
    private final int[] finder;

    private Matching(
            Detections predictions,
            Detections truth,
            EvaluationOptions options,
            double point,
            int sample,
            List<Box> regions) {
        this.predictions = predictions;
        this.truth = truth;
        this.options = options;
        this.sample = sample;
        this.regions = regions;
        for (int i = truth.start(sample); i < truth.end(sample); i++) {
            if (!options.ignore().contains(truth.label(i))) {
                (EvaluationBoxes.isCrowd(truth.attribute(i, "iscrowd")) ? crowds : objects).add(i);
            }
        }
        IntStream.range(predictions.start(sample), predictions.end(sample))
                .filter(i ->
                        predictions.confidence(i) >= point && !options.ignore().contains(predictions.label(i)))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -predictions.confidence(i)))
                .forEach(certain::add);
        object = new int[certain.size()];
        finder = new int[objects.size()];
        Arrays.fill(object, -1);
        Arrays.fill(finder, -1);
        pass(true);
        if (!options.classwise()) {
            pass(false);
        }
    }

    /** The objects of a sample in their order, matched or not, then the predictions that found nothing, the most certain first. */
    static List<Match> of(
            Detections predictions,
            Detections truth,
            EvaluationOptions options,
            double point,
            int sample,
            List<Box> regions) {
        return new Matching(predictions, truth, options, point, sample, regions).matches();
    }

    private void pass(boolean sameName) {
        for (int p = 0; p < object.length; p++) {
            if (object[p] >= 0) {
                continue;
            }
            Box box = predictions.box(certain.get(p));
            double best = Math.min(options.iou(), 1 - 1e-10);
            for (int o = 0; o < finder.length; o++) {
                boolean named = truth.label(objects.get(o)).equals(predictions.label(certain.get(p)));
                if (finder[o] < 0 && (named || !sameName)) {
                    double shared = box.iou(truth.box(objects.get(o)));
                    if (shared >= best) {
                        best = shared;
                        object[p] = o;
                    }
                }
            }
            if (object[p] >= 0) {
                finder[object[p]] = p;
            }
        }
    }

    private List<Match> matches() {
        String sampleId = truth.sampleIds().get(sample);
        List<Match> matches = new ArrayList<>();
        for (int o = 0; o < finder.length; o++) {
            int own = objects.get(o);
            if (finder[o] < 0) {
                matches.add(new Match(sampleId, truth.id(own), truth.label(own), "", "", Double.NaN, Double.NaN));
            } else {
                int prediction = certain.get(finder[o]);
                matches.add(new Match(
                        sampleId,
                        truth.id(own),
                        truth.label(own),
                        predictions.id(prediction),
                        predictions.label(prediction),
                        predictions.confidence(prediction),
                        predictions.box(prediction).iou(truth.box(own))));
            }
        }
        for (int p = 0; p < object.length; p++) {
            int prediction = certain.get(p);
            if (object[p] < 0 && !covered(predictions.box(prediction), regions) && !crowded(prediction)) {
                matches.add(new Match(
                        sampleId,
                        "",
                        "",
                        predictions.id(prediction),
                        predictions.label(prediction),
                        predictions.confidence(prediction),
                        Double.NaN));
            }
        }
        return matches;
    }

    private boolean crowded(int prediction) {
        Box box = predictions.box(prediction);
        return crowds.stream()
                .anyMatch(crowd -> truth.label(crowd).equals(predictions.label(prediction))
                        && box.area() > 0
                        && box.intersection(truth.box(crowd)) / box.area() >= options.iou());
    }

    /** Whether half of a box or more lies in one ignore region. */
    static boolean covered(Box box, List<Box> regions) {
        return regions.stream().anyMatch(region -> box.area() > 0 && box.intersection(region) / box.area() >= 0.5);
    }
}
