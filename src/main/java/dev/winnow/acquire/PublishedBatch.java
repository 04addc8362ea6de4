package dev.winnow.acquire;

import dev.winnow.brain.Uniqueness;
import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.expr.PythonRandom;
import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A batch by the recipe as the tutorial publishes it, with what is wrong with it: most unique samples as coverage, plain nearest neighbours
 * of images with more than three misses or false alarms, a random draw as confusion; nested rounding, no guard, nothing filled up. It is for
 * looking at: {@link #apply} refuses it as long as it holds images that it must not.
 *
 * @param bySource the picks of each source, in the order of the recipe
 * @param asked what each source was asked for
 * @param heldOut picks that are validation, test, golden or evaluated images
 * @param self picks that are the failing image itself
 */
public record PublishedBatch(
        Dataset dataset,
        Map<String, List<String>> bySource,
        Map<String, Integer> asked,
        List<String> heldOut,
        List<String> self) {
    private static final int MANY = 3;

    static PublishedBatch of(SampleCollection pool, Evaluation evaluation, String field) {
        Dataset dataset = pool.dataset();
        List<String> open = pool.samples().stream()
                .filter(sample -> !dataset.hasField(Status.FIELD) || Status.of(sample) != Status.ANNOTATED)
                .map(Sample::id)
                .toList();
        Embeddings vectors = dataset.embeddings(field).select(open);
        int batch = (int) (0.15 * open.size());
        int coverage = (int) (0.30 * batch);
        int targeted = batch - coverage;
        int missed = (int) (0.50 * targeted);
        int alarms = (int) (0.30 * targeted);
        Map<String, Integer> asked = new LinkedHashMap<>();
        asked.put(Acquisition.COVERAGE, coverage);
        asked.put(Acquisition.MISSED, missed);
        asked.put(Acquisition.FALSE_ALARMS, alarms);
        asked.put("diversity", targeted - missed - alarms);

        double[] unique = Uniqueness.scores(vectors, Uniqueness.Mode.FIFTYONE);
        List<String> covering = IntStream.range(0, vectors.count())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -unique[i]))
                .limit(coverage)
                .map(vectors.ids()::get)
                .toList();
        Map<String, Integer> fn = new LinkedHashMap<>();
        Map<String, Integer> fp = new LinkedHashMap<>();
        evaluation.matches().forEach(match -> {
            if (!match.isTruePositive()) {
                fn.merge(match.sampleId(), match.isObject() ? 1 : 0, Integer::sum);
                fp.merge(match.sampleId(), match.isPrediction() ? 1 : 0, Integer::sum);
            }
        });
        Set<String> taken = new LinkedHashSet<>(covering);
        Space space = new Space(dataset.embeddings(field));
        List<String> nearMisses = neighbours(space, vectors.ids(), failing(fn), missed, taken);
        taken.addAll(nearMisses);
        List<String> nearAlarms = neighbours(space, vectors.ids(), failing(fp), alarms, taken);
        taken.addAll(nearAlarms);
        List<String> rest =
                vectors.ids().stream().filter(id -> !taken.contains(id)).toList();
        List<String> drawn = PythonRandom.seed(42).sample(rest, Math.min(targeted - missed - alarms, rest.size()));

        Map<String, List<String>> bySource = new LinkedHashMap<>();
        bySource.put(Acquisition.COVERAGE, covering);
        bySource.put(Acquisition.MISSED, nearMisses);
        bySource.put(Acquisition.FALSE_ALARMS, nearAlarms);
        bySource.put("diversity", drawn);
        Set<String> failing = new HashSet<>(failing(fn));
        failing.addAll(failing(fp));
        Set<String> evaluated = new HashSet<>(evaluation.sampleIds());
        List<String> all = bySource.values().stream().flatMap(List::stream).toList();
        return new PublishedBatch(
                dataset,
                bySource,
                asked,
                all.stream()
                        .filter(id -> evaluated.contains(id)
                                || !Role.holding(dataset.sample(id)).isEmpty())
                        .toList(),
                all.stream().filter(failing::contains).toList());
    }

    /** Images with more than three failures; their number, not how bad they are. */
    private static List<String> failing(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .filter(one -> one.getValue() > MANY)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> neighbours(
            Space space, List<String> pool, List<String> failing, int budget, Set<String> taken) {
        int each = Math.max(1, budget / Math.max(1, failing.size()));
        Set<String> found = new LinkedHashSet<>();
        for (String query : failing) {
            Integer row = space.rowOf().get(query);
            if (row != null) {
                pool.stream()
                        .sorted(Comparator.comparingDouble(
                                (String id) -> -space.cosine(row, space.rowOf().getOrDefault(id, row))))
                        .limit(each)
                        .forEach(found::add);
            }
        }
        return found.stream().filter(id -> !taken.contains(id)).limit(budget).toList();
    }

    /** The picks of all sources. */
    public List<String> ids() {
        return bySource.values().stream().flatMap(List::stream).toList();
    }

    /** What is wrong with this batch, in figures. */
    public String audit() {
        List<String> lines = new ArrayList<>();
        int picks = ids().size();
        lines.add(String.format(Locale.ROOT, "held-out or evaluated images selected: %d of %d", heldOut.size(), picks));
        lines.add("picks that are the failing image itself: " + self.size());
        bySource.forEach((source, own) ->
                lines.add(source + ": asked " + asked.getOrDefault(source, 0) + ", filled " + own.size()));
        lines.add("confusion source is random; coverage is uniqueness, which is no coverage");
        return String.join("\n", lines);
    }

    /**
     * Reserves the picks, as the tutorial does.
     *
     * @param acceptedLeak how many held-out or evaluated images somebody accepts in what will be trained on: the number that {@link #audit}
     *     names
     * @throws IllegalStateException if there are others than that
     */
    public void apply(String name, int acceptedLeak) {
        if (acceptedLeak != heldOut.size()) {
            throw new IllegalStateException("This batch is not fit to train on: " + heldOut.size()
                    + " of its images are held out or evaluated. Use Acquisition.hybrid(); or, to see what the leak does,"
                    + " apply(\"" + name + "\", " + heldOut.size() + "). Nothing was written.");
        }
        Round round = new Round(name);
        dataset.transaction("apply batch " + name, () -> {
            dataset.reload();
            Status.prepare(dataset);
            dataset.select(ids()).tagSamples(round.batchTag(), LoopFields.TO_ANNOTATE);
            bySource.forEach((source, own) -> {
                if (!own.isEmpty()) {
                    dataset.select(own).tagSamples(round.sourceTag(source));
                }
            });
            Status.SELECTED.advance(dataset.select(ids()));
        });
    }

    @Override
    public String toString() {
        return "the published recipe: " + ids().size() + " images\n  " + audit().replace("\n", "\n  ");
    }
}
