package dev.winnow.evaluate;

import dev.winnow.data.Detections;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Box;
import dev.winnow.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A whole collection matched as COCO does it, class by class, ready for its statistics and curves. */
final class CocoCounts {
    private final List<String> labels;
    private final List<CocoClass> classes;
    private final int samples;
    private final boolean sized;

    private CocoCounts(List<String> labels, List<CocoClass> classes, int samples, boolean sized) {
        this.labels = labels;
        this.classes = classes;
        this.samples = samples;
        this.sized = sized;
    }

    static CocoCounts of(
            SampleCollection view,
            String predictions,
            String truth,
            EvaluationOptions options,
            boolean agnostic,
            int most) {
        return of(
                DetectionEvaluator.scored(view, predictions),
                view.detections(truth),
                PictureSizes.of(view),
                options,
                agnostic,
                most);
    }

    /** @param most predictions of one image (and class) that count, the best first */
    static CocoCounts of(
            Detections predictions,
            Detections truth,
            PictureSizes sizes,
            EvaluationOptions options,
            boolean agnostic,
            int most) {
        Map<String, Integer> numbers = numbers(predictions, truth, options);
        List<List<Box>> regions = regions(truth, options);
        EvaluationBoxes found = EvaluationBoxes.of(predictions, numbers, sizes, false);
        EvaluationBoxes objects = EvaluationBoxes.of(truth, numbers, sizes, true);
        double[] thresholds = CocoMatching.thresholds();
        int samples = truth.samples();
        List<List<CocoMatching>> byClass = new ArrayList<>();
        List<String> labels = agnostic ? List.of("") : List.copyOf(numbers.keySet());
        labels.forEach(label -> byClass.add(new ArrayList<>()));
        List<CocoClass> classes;
        try (Progress.Task task = Progress.task("evaluating", samples)) {
            int lot = 500;
            for (int from = 0; from < samples; from += lot) {
                int to = Math.min(samples, from + lot);
                List<List<Numbered>> images = IntStream.range(from, to)
                        .parallel()
                        .mapToObj(s -> image(s, found, objects, regions.get(s), sizes, thresholds, agnostic, most))
                        .toList();
                images.forEach(own -> own.forEach(one -> byClass.get(one.kind()).add(one.matching())));
                task.step(to - from);
            }
            classes = byClass.parallelStream().map(CocoClass::new).toList();
        }
        return new CocoCounts(labels, classes, samples, sizes.known());
    }

    private record Numbered(int kind, CocoMatching matching) {}

    private static List<Numbered> image(
            int s,
            EvaluationBoxes found,
            EvaluationBoxes objects,
            List<Box> regions,
            PictureSizes sizes,
            double[] thresholds,
            boolean agnostic,
            int most) {
        List<Numbered> own = new ArrayList<>();
        int p = found.start()[s];
        int o = objects.start()[s];
        int lastP = found.start()[s + 1];
        int lastO = objects.start()[s + 1];
        while (p < lastP || o < lastO) {
            int kind = Math.min(
                    p < lastP ? found.kind()[p] : Integer.MAX_VALUE, o < lastO ? objects.kind()[o] : Integer.MAX_VALUE);
            int endP = p < lastP && found.kind()[p] == kind ? found.endOfClass(p, lastP) : p;
            int endO = o < lastO && objects.kind()[o] == kind ? objects.endOfClass(o, lastO) : o;
            if (agnostic) {
                kind = 0;
                endP = lastP;
                endO = lastO;
            }
            int[] rows = found.byScore(p, endP);
            int[] best = rows.length > most ? java.util.Arrays.copyOf(rows, most) : rows;
            own.add(new Numbered(kind, CocoMatching.of(s, found, best, objects, o, endO, regions, sizes, thresholds)));
            p = endP;
            o = endO;
        }
        return own;
    }

    /** The classes that count, sorted, with their numbers. */
    private static Map<String, Integer> numbers(Detections predictions, Detections truth, EvaluationOptions options) {
        Map<String, Integer> numbers = new TreeMap<>();
        for (int i = 0; i < truth.size(); i++) {
            numbers.put(truth.label(i), 0);
        }
        for (int i = 0; i < predictions.size(); i++) {
            numbers.put(predictions.label(i), 0);
        }
        options.ignore().forEach(numbers::remove);
        int next = 0;
        for (Map.Entry<String, Integer> one : numbers.entrySet()) {
            one.setValue(next++);
        }
        return numbers;
    }

    /** By sample the regions in which nothing is wrong. */
    static List<List<Box>> regions(Detections truth, EvaluationOptions options) {
        List<List<Box>> regions = new ArrayList<>();
        for (int s = 0; s < truth.samples(); s++) {
            List<Box> own = new ArrayList<>(0);
            for (int i = truth.start(s); i < truth.end(s) && !options.ignore().isEmpty(); i++) {
                if (options.ignore().contains(truth.label(i))) {
                    own.add(truth.box(i));
                }
            }
            regions.add(own);
        }
        return regions;
    }

    /** For each IoU threshold one curve a class, over objects of any size. */
    List<List<ClassCurve>> curves() {
        List<List<ClassCurve>> curves = new ArrayList<>();
        for (int t = 0; t < CocoMatching.THRESHOLDS; t++) {
            List<ClassCurve> own = new ArrayList<>();
            for (int k = 0; k < labels.size(); k++) {
                own.add(classes.get(k).curve(labels.get(k), samples, t));
            }
            curves.add(own);
        }
        return curves;
    }

    CocoStatistics statistics(int few, int some, int most) {
        return new CocoStatistics(
                ap(0, 10, 0, most),
                ap(0, 1, 0, most),
                ap(5, 6, 0, most),
                sized ? ap(0, 10, 1, most) : -1,
                sized ? ap(0, 10, 2, most) : -1,
                sized ? ap(0, 10, 3, most) : -1,
                ar(0, few),
                ar(0, some),
                ar(0, most),
                sized ? ar(1, most) : -1,
                sized ? ar(2, most) : -1,
                sized ? ar(3, most) : -1);
    }

    private double ap(int from, int to, int area, int most) {
        return mean(from, to, (one, t) -> one.averagePrecision(t, area, most));
    }

    private double ar(int area, int most) {
        return mean(0, CocoMatching.THRESHOLDS, (one, t) -> one.recall(t, area, most));
    }

    private interface Measure {
        double of(CocoClass one, int threshold);
    }

    /** The mean over classes and thresholds that have a value; -1 where none has. */
    private double mean(int from, int to, Measure measure) {
        ToDoubleFunction<int[]> value = at -> measure.of(classes.get(at[0]), at[1]);
        double[] values = IntStream.range(0, classes.size())
                .boxed()
                .flatMap(k -> IntStream.range(from, to).mapToObj(t -> new int[] {k, t}))
                .parallel()
                .mapToDouble(value)
                .toArray();
        double sum = 0;
        int count = 0;
        for (double one : values) {
            sum += one >= 0 ? one : 0;
            count += one >= 0 ? 1 : 0;
        }
        return count == 0 ? -1 : sum / count;
    }
}
