package dev.winnow.brain;

import dev.winnow.data.SampleCollection;
import dev.winnow.data.View;
import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * "More like these, less like those": a logistic regression on vectors of length 1, with weight decay, that a few examples train; samples
 * are ranked by its probability. No randomness: the minimum is unique, and is walked to from zero by gradient steps of a safe length.
 *
 * @param view the view that was ranked
 * @param ids all samples with a usable vector that are no examples, the most alike first
 * @param probabilities that each belongs to the wanted ones, in the same order
 */
public record FewShot(SampleCollection view, List<String> ids, double[] probabilities) {
    private static final int OTHERS = 200;
    private static final int STEPS = 2000;
    private static final double DECAY = 0.01;
    private static final double STEP = 1 / (0.25 * 2 + DECAY);

    public FewShot {
        ids = List.copyOf(ids);
    }

    /**
     * Ranks a view.
     *
     * @param wanted ids of at least one example
     * @param unwanted ids of what is not wanted; where there are none, about 200 others, evenly spread, count as that
     */
    public static FewShot rank(
            SampleCollection view, String embeddingsField, Collection<String> wanted, Collection<String> unwanted) {
        Embeddings unit =
                BrainEmbeddings.require(view, embeddingsField).usable().normalized();
        Set<Integer> yes = rows(unit, wanted);
        Set<Integer> no = rows(unit, unwanted);
        if (yes.isEmpty()) {
            throw new IllegalArgumentException("None of the " + wanted.size() + " examples has a vector in '"
                    + embeddingsField + "' of this view. Give ids of samples that are in it.");
        }
        no.removeAll(yes);
        boolean others = no.isEmpty();
        int every = Math.max(1, unit.count() / OTHERS);
        for (int i = 0; i < unit.count() && others; i += every) {
            if (!yes.contains(i)) {
                no.add(i);
            }
        }
        double[] weights = fit(unit, yes, no);
        List<Integer> ranked = new ArrayList<>();
        double[] probability = new double[unit.count()];
        for (int i = 0; i < unit.count(); i++) {
            probability[i] = probability(weights, unit.row(i));
            if (!yes.contains(i) && (others || !no.contains(i))) {
                ranked.add(i);
            }
        }
        ranked.sort(Comparator.<Integer>comparingDouble(i -> -probability[i])
                .thenComparing(i -> unit.ids().get(i)));
        return new FewShot(
                view,
                ranked.stream().map(unit.ids()::get).toList(),
                ranked.stream().mapToDouble(i -> probability[i]).toArray());
    }

    private static Set<Integer> rows(Embeddings unit, Collection<String> ids) {
        Set<Integer> rows = new HashSet<>();
        ids.forEach(id -> {
            if (unit.has(id)) {
                rows.add(unit.indexOf(id));
            }
        });
        return rows;
    }

    /** Weights and, last, the constant. Both sides weigh the same however many examples they have. */
    private static double[] fit(Embeddings unit, Set<Integer> yes, Set<Integer> no) {
        int[] rows = IntStream.concat(
                        yes.stream().mapToInt(i -> i).sorted(),
                        no.stream().mapToInt(i -> i).sorted())
                .toArray();
        float[][] x = IntStream.of(rows).mapToObj(unit::row).toArray(float[][]::new);
        double[] weights = new double[unit.dim() + 1];
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[weights.length];
            for (int r = 0; r < rows.length; r++) {
                boolean wanted = r < yes.size();
                double share = 0.5 / (wanted ? yes.size() : no.size());
                double error = (probability(weights, x[r]) - (wanted ? 1 : 0)) * share;
                for (int j = 0; j < unit.dim(); j++) {
                    gradient[j] += error * x[r][j];
                }
                gradient[unit.dim()] += error;
            }
            for (int j = 0; j < weights.length; j++) {
                weights[j] -= STEP * (gradient[j] + (j < unit.dim() ? DECAY * weights[j] : 0));
            }
        }
        return weights;
    }

    private static double probability(double[] weights, float[] row) {
        double z = weights[row.length];
        for (int j = 0; j < row.length; j++) {
            z += weights[j] * row[j];
        }
        return 1 / (1 + StrictMath.exp(-z));
    }

    /** The {@code count} most alike. */
    public View view(int count) {
        return view.select(ids.subList(0, Math.min(count, ids.size())), true);
    }

    @Override
    public String toString() {
        return ids.size() + " samples ranked, from "
                + (ids.isEmpty()
                        ? "none"
                        : String.format(
                                java.util.Locale.ROOT,
                                "%.2f to %.2f",
                                probabilities[0],
                                probabilities[ids.size() - 1]));
    }
}
