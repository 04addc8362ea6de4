package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.label.Detection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A recipe for choosing a batch. {@link #hybrid()}: 30 % coverage, and 70 % mined around the failures of an evaluation: 35 % missed
 * objects, 21 % false alarms, 14 % confusions. Immutable: each call gives a new recipe.
 */
public final class Acquisition {
    static final String COVERAGE = "coverage";
    static final String MISSED = "fn_mining";
    static final String FALSE_ALARMS = "fp_mining";
    static final String CONFUSION = "confusion";
    static final String BACKFILL = "backfill";

    private final Map<String, Integer> weights;
    private final Budget budget;
    private final long seed;
    private final String embeddings;
    private final String batch;

    private Acquisition(Map<String, Integer> weights, Budget budget, long seed, String embeddings, String batch) {
        this.weights = weights;
        this.budget = budget;
        this.seed = seed;
        this.embeddings = embeddings;
        this.batch = batch;
    }

    public static Acquisition hybrid() {
        return new Acquisition(weights(30), Images.of(30), 42, "embeddings", "");
    }

    /** Coverage alone, as for a first batch: there are no failures yet. */
    public static Acquisition coverageOnly() {
        return new Acquisition(weights(100), Images.of(30), 42, "embeddings", "");
    }

    /** The weights of the sources for a share of coverage in per cent. */
    static Map<String, Integer> weights(int coverage) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        int targeted = 100 - coverage;
        weights.put(COVERAGE, coverage * 10);
        weights.put(MISSED, targeted * 5);
        weights.put(FALSE_ALARMS, targeted * 3);
        weights.put(CONFUSION, targeted * 2);
        return weights;
    }

    /** The share of coverage; the rest is split 50 : 30 : 20 over missed objects, false alarms and confusions. */
    public Acquisition coverage(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("The share of coverage lies in [0, 1], not " + share + ".");
        }
        return new Acquisition(weights((int) Math.round(share * 100)), budget, seed, embeddings, batch);
    }

    /** How much may be asked for: {@code Images.of(30)}, {@code Boxes.of(200)} or {@code Minutes.of(45)}. */
    public Acquisition budget(Budget budget) {
        return new Acquisition(weights, budget, seed, embeddings, batch);
    }

    public Acquisition seed(long seed) {
        return new Acquisition(weights, budget, seed, embeddings, batch);
    }

    /** The field with the vectors that say which images are alike. */
    public Acquisition embeddings(String field) {
        return new Acquisition(weights, budget, seed, field, batch);
    }

    /** The batch that is chosen: what it reserved before does not count against it. */
    public Acquisition batch(String name) {
        return new Acquisition(weights, budget, seed, embeddings, name);
    }

    /**
     * Chooses from the samples of {@code pool} that the guard lets through. Reads only.
     *
     * @throws IllegalArgumentException if no sample may be chosen, saying why
     */
    public Plan select(SampleCollection pool, Evaluation evaluation) {
        Queries.require(pool.dataset(), evaluation);
        return choose(pool, evaluation.evalKey());
    }

    /** Chooses without an evaluation: coverage gets the whole budget. */
    public Plan select(SampleCollection pool) {
        return choose(pool, "");
    }

    private Plan choose(SampleCollection pool, String evalKey) {
        if (!pool.hasField(embeddings)) {
            throw new IllegalStateException("There are no embeddings in '" + embeddings
                    + "'. Compute them with brain.computeEmbeddings(dataset, \"" + embeddings + "\").");
        }
        Guard guard = Guard.of(pool, batch, embeddings, Queries.evaluated(pool.dataset(), evalKey));
        if (guard.candidates().isEmpty()) {
            throw new IllegalArgumentException(
                    "No sample may be chosen: the guard kept out " + guard.refused() + " of " + pool.count() + ".");
        }
        List<String> labelled = Status.labelled(pool.dataset());
        int images = images(pool.dataset(), labelled);
        Plan.Inputs inputs = new Plan.Inputs(
                evalKey, embeddings, images, seed, weights, guard.candidates(), labelled, guard.refused());
        Plan plan = new Selection(pool.dataset(), inputs).plan();
        guard.require(plan.ids());
        return plan;
    }

    /** How many images the budget pays for, going by what the annotated ones took. */
    private int images(Dataset dataset, List<String> labelled) {
        if (budget instanceof Images images) {
            return images.count();
        }
        if (labelled.isEmpty() || !dataset.hasField(LoopFields.LABELS)) {
            throw new IllegalStateException(
                    "Nothing is labelled in '" + LoopFields.LABELS + "' yet, so nobody knows what an image of "
                            + dataset.name() + " takes. Give the first batch a budget in images, as in Images.of(30).");
        }
        Budget.Cost cost = cost(dataset.select(labelled));
        int images = budget.images(cost);
        if (images < 1) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s do not pay for one image: the labelled ones took %.1f boxes and %.1f minutes each.",
                    budget,
                    cost.boxes(),
                    cost.minutes()));
        }
        System.out.printf(
                "%s pay for %d images: %.1f boxes and %.1f minutes each (%s).\n",
                budget,
                images,
                cost.boxes(),
                cost.minutes(),
                cost.measured()
                        ? "people's own times"
                        : "nobody was timed: " + Budget.SECONDS_PER_BOX + " s a box assumed");
        return images;
    }

    private static Budget.Cost cost(SampleCollection labelled) {
        int boxes = 0;
        int timed = 0;
        double seconds = 0;
        List<Sample> samples = labelled.samples();
        for (Sample sample : samples) {
            for (Detection label : sample.detections(LoopFields.LABELS)) {
                boxes++;
                if (label.attributes().get("seconds") instanceof Number own) {
                    timed++;
                    seconds += own.doubleValue();
                }
            }
        }
        double perImage = Math.max(1, (double) boxes / samples.size());
        double perBox = timed == 0 ? Budget.SECONDS_PER_BOX : seconds / timed;
        return new Budget.Cost(perImage, perImage * perBox / 60, timed > 0);
    }
}
