package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.label.Detection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

    private final Recipe recipe;

    /** All that a recipe says; {@code predictions} is the field that strategies which read the model's predictions use. */
    private record Recipe(
            Map<String, Integer> weights,
            Budget budget,
            long seed,
            String embeddings,
            String batch,
            @Nullable String predictions) {}

    private Acquisition(Recipe recipe) {
        this.recipe = recipe;
    }

    private static Acquisition of(Map<String, Integer> weights) {
        return new Acquisition(new Recipe(weights, Images.of(30), 42, "embeddings", "", null));
    }

    /** 30 % coverage, and 70 % around failures: 35 % missed objects, 21 % false alarms, 14 % confusions; 30 images. */
    public static Acquisition hybrid() {
        return of(weights(30));
    }

    /** Coverage alone, as for a first batch: there are no failures yet. */
    public static Acquisition coverageOnly() {
        return of(weights(100));
    }

    /** The control group: a draw from the candidates by seed, that looks at nothing. */
    public static Acquisition random() {
        return strategy("random");
    }

    /**
     * One strategy alone.
     *
     * @param name {@code coverage, k_center, random, uniqueness, zcore, typiclust, probcover, entropy, margin, entropy_diverse,
     *     margin_diverse, class_balance, fn_mining, fp_mining} or {@code confusion}
     * @throws IllegalArgumentException for another name, listing all
     */
    public static Acquisition strategy(String name) {
        return mix(Map.of(name, 1.0));
    }

    /**
     * Any strategies in any shares. They run in a fixed order, those that mine failures first, each given what the others picked.
     *
     * @param shares by strategy, each 0 or more, summing to 1
     * @throws IllegalArgumentException for a name that is no strategy, or shares that do not sum to 1
     */
    public static Acquisition mix(Map<String, Double> shares) {
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        if (!(Math.abs(sum - 1) < 1e-6) || shares.values().stream().anyMatch(share -> !(share >= 0))) {
            throw new IllegalArgumentException(
                    "The shares of the strategies are 0 or more and sum to 1, not to " + sum + ": " + shares + ".");
        }
        Map<String, Integer> weights = new LinkedHashMap<>();
        Strategies.names().stream()
                .filter(shares::containsKey)
                .forEach(name ->
                        weights.put(name, (int) Math.round(1_000_000 * Objects.requireNonNull(shares.get(name)))));
        shares.keySet().forEach(Strategies::named);
        return of(weights);
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
        return new Acquisition(new Recipe(
                weights((int) Math.round(share * 100)),
                recipe.budget(),
                recipe.seed(),
                recipe.embeddings(),
                recipe.batch(),
                recipe.predictions()));
    }

    /** How much may be asked for: {@code Budget.images(30)}, {@code Budget.boxes(200)} or {@code Budget.minutes(45)}. */
    public Acquisition budget(Budget budget) {
        return new Acquisition(new Recipe(
                recipe.weights(), budget, recipe.seed(), recipe.embeddings(), recipe.batch(), recipe.predictions()));
    }

    /** The seed of what is drawn: by random, zcore, typiclust and probcover, and where only near-copies are left. Nothing else depends on it. */
    public Acquisition seed(long seed) {
        return new Acquisition(new Recipe(
                recipe.weights(), recipe.budget(), seed, recipe.embeddings(), recipe.batch(), recipe.predictions()));
    }

    /** The field with the vectors that say which images are alike. */
    public Acquisition embeddings(String field) {
        return new Acquisition(new Recipe(
                recipe.weights(), recipe.budget(), recipe.seed(), field, recipe.batch(), recipe.predictions()));
    }

    /** The field with the model's predictions on the pool, for entropy, margin and class balance. */
    public Acquisition predictions(String field) {
        return new Acquisition(new Recipe(
                recipe.weights(), recipe.budget(), recipe.seed(), recipe.embeddings(), recipe.batch(), field));
    }

    /** The batch that is chosen: what it reserved before does not count against it. */
    public Acquisition batch(String name) {
        return new Acquisition(new Recipe(
                recipe.weights(),
                recipe.budget(),
                recipe.seed(),
                recipe.embeddings(),
                new Round(name).name(),
                recipe.predictions()));
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

    /**
     * The batch that the recipe gives as the tutorial publishes it, by the vectors of {@code embeddings}, with an audit of what it leaks. Reads
     * only. It is no {@link Plan}: it goes past the guard, and can be applied only by who names its leak.
     */
    public static PublishedBatch asPublished(SampleCollection pool, Evaluation evaluation) {
        return PublishedBatch.of(pool, evaluation, "embeddings");
    }

    /**
     * The batch that the ledger holds under this recipe's name, or a new choice where it holds none. Where the stored batch was made by another
     * recipe, its differences are printed: the stored one is what people label.
     *
     * @throws IllegalStateException if the recipe names no batch
     */
    public Plan storedOrSelect(SampleCollection pool, @Nullable Evaluation evaluation) {
        if (recipe.batch().isEmpty()) {
            throw new IllegalStateException(
                    "Say which batch: Acquisition…batch(\"v1\").storedOrSelect(pool, evaluation).");
        }
        Plan stored = Plan.stored(pool.dataset(), recipe.batch()).orElse(null);
        if (stored == null) {
            return evaluation == null ? select(pool) : select(pool, evaluation);
        }
        List<String> others = new ArrayList<>();
        Plan.Inputs inputs = stored.inputs();
        if (recipe.budget() instanceof Images images && images.count() != inputs.budget()) {
            others.add("a budget of " + inputs.budget() + " images, not " + images.count());
        }
        if (!recipe.weights().equals(inputs.weights())) {
            others.add("weights " + inputs.weights() + ", not " + recipe.weights());
        }
        if (evaluation != null && !evaluation.evalKey().equals(inputs.evalKey())) {
            others.add("evaluation '" + inputs.evalKey() + "', not '" + evaluation.evalKey() + "'");
        }
        if (!others.isEmpty()) {
            System.out.println(
                    "Batch " + recipe.batch() + " is in the ledger already, chosen with " + String.join(" and ", others)
                            + ". It is shown as it is; choose under another name to choose anew.");
        }
        return stored;
    }

    private Plan choose(SampleCollection pool, String evalKey) {
        String embeddings = recipe.embeddings();
        if (!pool.hasField(embeddings)) {
            throw new IllegalStateException("There are no embeddings in '" + embeddings
                    + "'. Compute them with brain.computeEmbeddings(dataset, \"" + embeddings + "\").");
        }
        requirePredictions(pool);
        Guard guard = Guard.of(pool, recipe.batch(), embeddings, Queries.evaluated(pool.dataset(), evalKey));
        if (guard.candidates().isEmpty()) {
            throw new IllegalArgumentException(
                    "No sample may be chosen: the guard kept out " + guard.refused() + " of " + pool.count() + ".");
        }
        List<String> labelled = Status.labelled(pool.dataset());
        int images = images(pool.dataset(), labelled);
        Plan.Inputs inputs = new Plan.Inputs(
                evalKey,
                embeddings,
                images,
                recipe.seed(),
                recipe.weights(),
                guard.candidates(),
                labelled,
                guard.refused(),
                Selection.RULE,
                recipe.predictions());
        Plan plan = Selection.plan(pool.dataset(), inputs);
        guard.require(plan.ids());
        return plan;
    }

    private void requirePredictions(SampleCollection pool) {
        List<String> readers = recipe.weights().keySet().stream()
                .filter(name -> Strategies.named(name).predicts())
                .toList();
        String field = recipe.predictions();
        if (!readers.isEmpty() && (field == null || !pool.hasField(field))) {
            throw new IllegalStateException(String.join(" and ", readers)
                    + " read the model's predictions on the pool: detector.predict(pool, \"predictions_pool\"), and then"
                    + " Acquisition…predictions(\"predictions_pool\")."
                    + (field == null ? "" : " There is no field '" + field + "'."));
        }
    }

    /** How many images the budget pays for, going by what the annotated ones took. */
    private int images(Dataset dataset, List<String> labelled) {
        Budget budget = recipe.budget();
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
