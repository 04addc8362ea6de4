package dev.winnow.acquire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.winnow.data.Dataset;
import dev.winnow.data.Lease;
import dev.winnow.data.Run;
import dev.winnow.data.Sample;
import dev.winnow.data.View;
import dev.winnow.evaluate.DetectionError;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.evaluate.Interval;
import dev.winnow.expr.Field;
import dev.winnow.train.Detector;
import dev.winnow.train.DetectorOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The loop: label the open batch, retrain on everything labelled, evaluate on the frozen validation set, check the golden images, choose the
 * next batch. Every round leaves a row; a round that is stored is shown, not run again. One process at a time.
 */
public final class Loop {
    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private static final String KIND = "loop";
    private static final String TRUTH = "ground_truth";
    private static final String LABELS = "human_labels";

    private final Dataset dataset;
    private Annotator annotator = Annotator.simulated(51);
    private DetectorOptions detector = Detector.options();
    private Acquisition recipe = Acquisition.hybrid();
    /** The round this object ran or showed last; {@link #run(int)} goes on from there. */
    private @org.jspecify.annotations.Nullable String last;

    private Loop(Dataset dataset) {
        this.dataset = dataset;
    }

    /** The loop of a dataset that {@link Splits} has split into {@code test, golden, val} and {@code pool}. */
    public static Loop on(Dataset dataset) {
        return new Loop(dataset);
    }

    public Loop annotator(Annotator annotator) {
        this.annotator = annotator;
        return this;
    }

    public Loop detector(DetectorOptions options) {
        this.detector = options;
        return this;
    }

    public Loop recipe(Acquisition recipe) {
        this.recipe = recipe;
        return this;
    }

    /** What a step came to: a finished round, or a wait for people. */
    public sealed interface Step permits Row, Waiting {}

    /** A round whose images people are still labelling; the same step goes on once they are done. */
    public record Waiting(String name, int done, int size) implements Step {
        @Override
        public String toString() {
            return "Waiting(" + done + " of " + size + ")";
        }
    }

    /** One finished round. */
    public record Row(
            String name,
            int labelled,
            int annotated,
            Interval map50,
            Interval gain,
            Golden golden,
            String nextBatch,
            int nextSize,
            int ambiguous,
            int verdicts)
            implements Step {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: labelled %d, trained on %d, mAP@0.5 %s, gain %+.3f [%+.3f, %+.3f]; %s; next: %s",
                    name,
                    labelled,
                    annotated,
                    map50,
                    gain.estimate(),
                    gain.low(),
                    gain.high(),
                    golden,
                    nextSize == 0 ? "none" : nextBatch + " of " + nextSize);
        }
    }

    /** The rows stored so far. */
    public List<Row> rows() {
        return dataset.runs(KIND).stream()
                .map(run -> GSON.fromJson(run.json(), Row.class))
                .toList();
    }

    /**
     * Runs round {@code name}, whose batch was reserved under that name, or shows its stored row. Where people label, it opens their queue and
     * returns a {@link Waiting} until they are done.
     *
     * @throws IllegalStateException if another process runs this loop, or half of the pool is labelled already
     */
    public Step step(String name) {
        last = name;
        Optional<Run> stored = dataset.run(KIND, name);
        if (stored.isPresent()) {
            System.out.println("Round " + name + " is stored: shown, not run again.");
            return GSON.fromJson(stored.get().json(), Row.class);
        }
        Lease lease = dataset.lease("loop");
        try {
            return run(name);
        } finally {
            lease.close();
        }
    }

    private Step run(String name) {
        View batch = dataset.matchTags("batch:" + name);
        View todo = batch.match(Field.of(Status.FIELD).ne(Status.ANNOTATED.text()));
        int labelled = todo.count();
        Annotator.Report report = annotator.annotateRound(batch, TRUTH, LABELS, name);
        if (report.waiting() > 0) {
            AnnotationQueue queue = AnnotationQueue.load(dataset, LABELS);
            return new Waiting(name, queue.done(), queue.size());
        }
        batch.tagSamples("annotated:" + name);
        batch.untagSamples("to_annotate");
        View train = dataset.match(Field.of(Status.FIELD).eq(Status.ANNOTATED.text()));
        View val = dataset.matchTags("split:val");
        List<String> classes = classes();
        Detector trained = Detector.train(train, LABELS, classes, detector);
        String suffix = name.startsWith("v") ? name : "v" + name;
        trained.predict(val, "predictions_" + suffix);
        trained.save(dataset, "detector_" + suffix);
        Evaluation evaluation = DetectionEvaluator.evaluate(
                val, "predictions_" + suffix, TRUTH, "eval_" + suffix, EvaluationOptions.defaults());
        Interval gain =
                before(name).map(earlier -> evaluation.gainOver(earlier, 51)).orElse(new Interval(0, 0, 0));
        Golden golden = Golden.check(dataset.matchTags("split:golden"), annotator, TRUTH, name);
        String next = nextName(name);
        Plan plan = next(next, evaluation);
        int[] verdicts = verdicts();
        Row row = new Row(
                name,
                labelled,
                train.count(),
                evaluation.mapInterval(51),
                gain,
                golden,
                next,
                plan == null ? 0 : plan.picks().size(),
                verdicts[0],
                verdicts[1]);
        dataset.putRun(KIND, name, GSON.toJson(row));
        return row;
    }

    private @org.jspecify.annotations.Nullable Plan next(String name, Evaluation evaluation) {
        View pool = dataset.matchTags("split:pool");
        int used =
                pool.match(Field.of(Status.FIELD).ne(Status.UNLABELED.text())).count();
        int room = pool.count() / 2 - used;
        if (room < 1) {
            System.out.println("Half of the pool is labelled or reserved: the loop chooses no further batch.");
            return null;
        }
        return recipe.batch(name).select(pool, evaluation).apply(name);
    }

    /** Classes of the schema, without the regions that are no objects. */
    private List<String> classes() {
        List<String> classes = dataset.hasInfo("annotation_schema")
                ? dev.winnow.label.LabelSchema.from(dataset.info("annotation_schema"))
                        .classes()
                : dataset.distinct(TRUTH + ".detections.label");
        return classes.stream().filter(name -> !name.equals("DontCare")).toList();
    }

    /** The evaluation of the round before, or of the first model. */
    private Optional<Evaluation> before(String name) {
        List<String> keys = dataset.runs("evaluation").stream().map(Run::key).toList();
        List<String> earlier =
                keys.stream().filter(key -> !key.equals("eval_" + name)).toList();
        for (int i = earlier.size() - 1; i >= 0; i--) {
            Evaluation evaluation = Evaluation.load(dataset, earlier.get(i));
            if (evaluation.sampleIds().equals(dataset.matchTags("split:val").ids())) {
                return Optional.of(evaluation);
            }
        }
        return Optional.empty();
    }

    private static String nextName(String name) {
        java.util.regex.Matcher number =
                java.util.regex.Pattern.compile("^(.*?)(\\d+)$").matcher(name);
        return number.matches() ? number.group(1) + (Integer.parseInt(number.group(2)) + 1) : name + "2";
    }

    /** Up to {@code rounds} rounds after the last one, until a rule says stop; stored ones are shown. */
    public Rounds run(int rounds) {
        return new Rounds(rounds);
    }

    /** Rounds to be run. */
    public final class Rounds {
        private final int rounds;

        private Rounds(int rounds) {
            this.rounds = rounds;
        }

        public Outcome until(Stopping stopping) {
            List<Row> done = new ArrayList<>();
            Stopping.Verdict verdict = new Stopping.Verdict(false, "no round run");
            List<Row> before = rows();
            String from = last != null
                    ? last
                    : before.isEmpty() ? null : before.get(before.size() - 1).name();
            String next = from == null ? "v1" : nextName(from);
            for (int i = 0; i < rounds; i++) {
                if (Plan.stored(dataset, next).isEmpty()) {
                    return new Outcome(done, new Stopping.Verdict(true, "no batch " + next + " is reserved"));
                }
                Step step = step(next);
                if (step instanceof Waiting) {
                    return new Outcome(done, new Stopping.Verdict(true, step.toString()));
                }
                done.add((Row) step);
                verdict = stopping.judge(rows());
                if (verdict.stop()) {
                    break;
                }
                next = nextName(next);
            }
            return new Outcome(done, verdict);
        }
    }

    /** The rounds that were run and why they ended. */
    public record Outcome(List<Row> rows, Stopping.Verdict verdict) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            rows.forEach(row -> text.append(row).append('\n'));
            return text.append(verdict).toString();
        }
    }

    /** mAP against labelled images, with intervals. */
    public Curve curve() {
        return new Curve(rows());
    }

    /** The learning curve. */
    public record Curve(List<Row> rows) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("images  mAP@0.5");
            rows.forEach(row -> text.append(String.format(Locale.ROOT, "\n%6d  %s", row.annotated(), row.map50())));
            return text.toString();
        }
    }

    /**
     * The one look at the frozen test set. Counted for ever, refused before three rounds unless forced; the same look again shows what is stored.
     */
    public String checkTest(String purpose) {
        return checkTest(purpose, false);
    }

    public String checkTest(String purpose, boolean force) {
        List<Row> rows = rows();
        if (rows.size() < 3 && !force) {
            throw new IllegalStateException("The test set is for the end: " + rows.size()
                    + " rounds are stored, three are needed. checkTest(purpose, true) looks anyway and is recorded.");
        }
        if (rows.isEmpty()) {
            throw new IllegalStateException("No round has trained a detector yet.");
        }
        String after = rows.get(rows.size() - 1).name();
        for (Run peek : dataset.runs("peek")) {
            Peek stored = GSON.fromJson(peek.json(), Peek.class);
            if (stored.purpose().equals(purpose) && stored.after().equals(after)) {
                return stored.result();
            }
        }
        View test = dataset.matchTags("split:test");
        Detector.load(dataset, "detector_" + after).predict(test, "predictions_test");
        Evaluation evaluation = DetectionEvaluator.evaluate(
                test, "predictions_test", TRUTH, "test_" + after, EvaluationOptions.defaults());
        int peeks = dataset.runs("peek").size() + 1;
        String result = String.format(
                Locale.ROOT,
                "test after %s (%s): mAP@0.5 %s on %d images; looked at %d time%s",
                after,
                purpose,
                evaluation.mapInterval(51),
                test.count(),
                peeks,
                peeks == 1 ? "" : "s");
        dataset.putRun(
                "peek", String.format(Locale.ROOT, "%03d", peeks), GSON.toJson(new Peek(purpose, after, result)));
        return result;
    }

    /** One look at the test set: why, after which round, and what it said. */
    private record Peek(String purpose, String after, String result) {}

    /** The most severe failures of the last round, for a person to say whether the model, the label or neither is wrong. */
    public List<SpotCheck> spotCheck(int count) {
        List<Row> rows = rows();
        if (rows.isEmpty()) {
            return List.of();
        }
        String key = "eval_" + rows.get(rows.size() - 1).name();
        Map<String, String> verdicts = new LinkedHashMap<>();
        dataset.runs("verdict").forEach(run -> verdicts.put(run.key(), run.json()));
        List<SpotCheck> checks = new ArrayList<>();
        for (DetectionError error : Evaluation.load(dataset, key).errorList()) {
            if (checks.size() == count) {
                break;
            }
            String id = error.objectId() + ":" + error.predictionId();
            Sample sample = dataset.sample(error.sampleId());
            checks.add(new SpotCheck(
                    id,
                    sample.fileName(),
                    error.kind(),
                    error.objectLabel(),
                    error.predictionLabel(),
                    verdicts.getOrDefault(id, "open")));
        }
        return checks;
    }

    /** A failure and what a person said of it: {@code model, label, ambiguous} or {@code open}. */
    public record SpotCheck(String id, String file, String kind, String truth, String prediction, String verdict) {}

    /** Stores a person's verdict on a failure. */
    public void verdict(SpotCheck check, String verdict) {
        if (!List.of("model", "label", "ambiguous").contains(verdict)) {
            throw new IllegalArgumentException("A verdict is model, label or ambiguous, not '" + verdict + "'.");
        }
        dataset.putRun("verdict", check.id(), verdict);
    }

    private int[] verdicts() {
        List<Run> all = dataset.runs("verdict");
        return new int[] {
            (int) all.stream().filter(run -> run.json().equals("ambiguous")).count(), all.size()
        };
    }

    /** How the pool stands: the three counts are disjoint and sum to it. */
    public Progress progress() {
        View pool = dataset.matchTags("split:pool");
        int annotated =
                pool.match(Field.of(Status.FIELD).eq(Status.ANNOTATED.text())).count();
        int selected =
                pool.match(Field.of(Status.FIELD).eq(Status.SELECTED.text())).count();
        return new Progress(pool.count(), annotated, selected, pool.count() - annotated - selected);
    }

    /** The pool by status. */
    public record Progress(int pool, int annotated, int selected, int remaining) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "Pool         %5d\n├─ annotated %5d  %4.1f %%\n├─ selected  %5d  %4.1f %%\n└─ remaining %5d  %4.1f %%",
                    pool,
                    annotated,
                    100.0 * annotated / pool,
                    selected,
                    100.0 * selected / pool,
                    remaining,
                    100.0 * remaining / pool);
        }
    }

    /**
     * Makes every batch of the ledger again from what the ledger says it depended on, and compares byte for byte. An evaluation that was
     * made anew under its key since, from other labels or predictions, gives another batch.
     */
    public Replay replay() {
        List<String> same = new ArrayList<>();
        List<String> different = new ArrayList<>();
        for (String name : Plan.names(dataset)) {
            Plan stored = Plan.stored(dataset, name).orElseThrow();
            String again = new Selection(dataset, stored.inputs()).plan().json();
            (again.equals(stored.json()) ? same : different).add(name);
        }
        return new Replay(same, different);
    }

    /** Batches that came out the same, and those that did not. */
    public record Replay(List<String> same, List<String> different) {
        @Override
        public String toString() {
            return different.isEmpty()
                    ? "replayed byte for byte: " + String.join(", ", same)
                    : "NOT the same: " + String.join(", ", different);
        }
    }
}
