package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Lease;
import dev.winnow.data.View;
import dev.winnow.evaluate.Interval;
import dev.winnow.expr.Field;
import dev.winnow.train.Detector;
import dev.winnow.train.DetectorOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The loop: label the open batch, retrain on everything labelled, evaluate on the frozen validation set, check the golden images, choose the
 * next batch. Every round leaves a row; a round that is stored is shown, not run again. One process at a time.
 *
 * <pre>{@code
 * Loop loop = Loop.on(dataset).annotator(Annotator.simulated(51)).recipe(Acquisition.hybrid().budget(Images.of(30)));
 * loop.step("v1");
 * loop.run(3).until(Stopping.any(Stopping.gain("map50").upperBoundBelow(2).pointsPer(100)));
 * }</pre>
 *
 * <p>Settings are immutable: {@link #annotator}, {@link #detector} and {@link #recipe} give a new loop on the same dataset.
 */
public final class Loop {
    private final Dataset dataset;
    private final Settings settings;
    /** The round this object ran or showed last; {@link #run(int)} goes on from there. */
    private volatile @Nullable String last;

    /** Who labels, what is trained, and how the next batch is chosen. */
    record Settings(Annotator annotator, Learner learner, Acquisition recipe) {}

    private Loop(Dataset dataset, Settings settings, @Nullable String last) {
        this.dataset = dataset;
        this.settings = settings;
        this.last = last;
    }

    /**
     * The loop of a dataset that {@link Splits} has split into {@code test, golden, val} and {@code pool}. Without further settings the
     * stand-in {@link Annotator#simulated(long)} labels, the fast detector is trained and the hybrid recipe chooses.
     */
    public static Loop on(Dataset dataset) {
        return new Loop(
                dataset,
                new Settings(Annotator.simulated(51), Learner.detector(Detector.options()), Acquisition.hybrid()),
                null);
    }

    /** The same loop with another annotator: a stand-in, or people. */
    public Loop annotator(Annotator annotator) {
        return with(new Settings(annotator, settings.learner(), settings.recipe()));
    }

    /** The same loop with another way to train its detector. */
    public Loop detector(DetectorOptions options) {
        return learner(Learner.detector(options));
    }

    Loop learner(Learner learner) {
        return with(new Settings(settings.annotator(), learner, settings.recipe()));
    }

    /** The same loop with another recipe for its next batch; the recipe's budget is that of each batch. */
    public Loop recipe(Acquisition recipe) {
        return with(new Settings(settings.annotator(), settings.learner(), recipe));
    }

    private Loop with(Settings changed) {
        return new Loop(dataset, changed, last);
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

    /**
     * One finished round.
     *
     * @param labelled images that it labelled
     * @param annotated images that its detector was trained on
     * @param map50 mAP at IoU 0.5 on the frozen validation set
     * @param gain over {@code before}, paired; {@link #NO_GAIN} where there is nothing to compare with
     * @param nextSize images in the batch it reserved, 0 for none
     * @param ambiguous failures of the round that a person called ambiguous, of {@code verdicts} judged
     * @param evaluation the key of its evaluation
     * @param detector the key of its detector
     * @param before the key of the evaluation it is compared with, empty for none
     * @param boxes labels that its detector was trained on
     * @param minutes people's time for them, {@value Budget#SECONDS_PER_BOX} s a box where nobody was timed
     */
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
            int verdicts,
            String evaluation,
            String detector,
            String before,
            int boxes,
            double minutes)
            implements Step {
        /** The gain of a round that nothing came before. */
        public static final Interval NO_GAIN = new Interval(Double.NaN, Double.NaN, Double.NaN);

        public Row {
            // Rows of earlier versions hold none of these names.
            evaluation = evaluation == null ? Round.formerKey("eval_", name) : evaluation;
            detector = detector == null ? Round.formerKey("detector_", name) : detector;
            before = before == null ? "" : before;
        }

        Row withVerdicts(int ambiguous, int verdicts) {
            return new Row(
                    name,
                    labelled,
                    annotated,
                    map50,
                    gain,
                    golden,
                    nextBatch,
                    nextSize,
                    ambiguous,
                    verdicts,
                    evaluation,
                    detector,
                    before,
                    boxes,
                    minutes);
        }

        /** Whether there was a round, or a first model, to compare with. */
        public boolean hasGain() {
            return !Double.isNaN(gain.estimate());
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: labelled %d, trained on %d, mAP@0.5 %s, %s; %s; next: %s",
                    name,
                    labelled,
                    annotated,
                    map50,
                    hasGain()
                            ? String.format(
                                    Locale.ROOT, "gain %+.3f [%+.3f, %+.3f]", gain.estimate(), gain.low(), gain.high())
                            : "no gain, nothing came before",
                    golden,
                    nextSize == 0 ? "none" : nextBatch + " of " + nextSize);
        }
    }

    /** The rows stored so far, the first round first. Of the last one, {@code verdicts} are those given until now. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>(LoopRows.of(dataset));
        if (!rows.isEmpty()) {
            rows.set(rows.size() - 1, new SpotChecks(dataset).judged(rows.get(rows.size() - 1)));
        }
        return List.copyOf(rows);
    }

    /**
     * Runs round {@code name}, whose batch was reserved under that name, or shows its stored row. Where people label, it opens their queue and
     * returns a {@link Waiting} until they are done. A process that is killed in a round may run it again: the row is the same.
     *
     * @throws IllegalArgumentException for a name that cannot be part of a field's name
     * @throws IllegalStateException if another process runs this loop, or nothing is reserved under this name
     */
    public Step step(String name) {
        Round round = new Round(name);
        last = name;
        Optional<Row> stored = LoopRows.of(dataset, name);
        if (stored.isPresent()) {
            return shown(stored.get());
        }
        Lease lease = dataset.lease("loop");
        try {
            // Another process may have finished this round between the look above and the lease.
            dataset.reload();
            Optional<Row> since = LoopRows.of(dataset, name);
            return since.isPresent() ? shown(since.get()) : new RoundRun(dataset, settings, round).run();
        } finally {
            lease.close();
        }
    }

    private static Row shown(Row row) {
        System.out.println("Round " + row.name() + " is stored: shown, not run again.");
        return row;
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

        /** Runs the rounds, asking {@code stopping} after each. Ends early where no batch is reserved, or where people are awaited. */
        public Outcome until(Stopping stopping) {
            List<Row> done = new ArrayList<>();
            Stopping.Verdict verdict = new Stopping.Verdict(false, "no round run");
            List<Row> before = LoopRows.of(dataset);
            String from = last != null
                    ? last
                    : before.isEmpty() ? null : before.get(before.size() - 1).name();
            String next = from == null ? "v1" : new Round(from).next().name();
            for (int i = 0; i < rounds; i++) {
                if (!new Round(next).reserved(dataset)) {
                    return new Outcome(done, new Stopping.Verdict(true, "no batch " + next + " is reserved"));
                }
                Step step = step(next);
                if (step instanceof Waiting) {
                    return new Outcome(done, new Stopping.Verdict(true, step.toString()));
                }
                done.add((Row) step);
                verdict = stopping.judge(upTo(next));
                if (verdict.stop()) {
                    break;
                }
                next = new Round(next).next().name();
            }
            return new Outcome(done, verdict);
        }

        /** The rows that a rule saw, or would have seen, after this round. */
        private List<Row> upTo(String name) {
            List<Row> seen = new ArrayList<>();
            for (Row row : rows()) {
                seen.add(row);
                if (row.name().equals(name)) {
                    break;
                }
            }
            return seen;
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

    /** mAP on validation against labelled images, with 95 % intervals; {@link Curve#cost()} also against boxes and minutes. */
    public Curve curve() {
        return new Curve(LoopRows.of(dataset));
    }

    /** The learning curve. */
    public record Curve(List<Row> rows) {
        /** The curve with all three prices: images, boxes, minutes of people's time. */
        public String cost() {
            StringBuilder text = new StringBuilder("images   boxes  minutes  mAP@0.5");
            rows.forEach(row -> text.append(String.format(
                    Locale.ROOT, "\n%6d  %6d  %7.1f  %s", row.annotated(), row.boxes(), row.minutes(), row.map50())));
            return text.toString();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("images  mAP@0.5");
            rows.forEach(row -> text.append(String.format(Locale.ROOT, "\n%6d  %s", row.annotated(), row.map50())));
            return text.toString();
        }
    }

    /**
     * The one look at the frozen test set: the last round's detector, mAP at IoU 0.5 with its interval. Counted for ever, refused before three
     * rounds; the same look again shows what is stored and counts once.
     *
     * @param purpose why somebody looks; kept with the count
     */
    public String checkTest(String purpose) {
        return checkTest(purpose, false);
    }

    /** The same look, with {@code force} before three rounds are stored too; that is recorded. */
    public String checkTest(String purpose, boolean force) {
        return new TestLooks(dataset, settings.learner()).look(purpose, force);
    }

    /**
     * Failures of the last round, drawn at random and always the same, for a person to say whether the model, the label or neither is wrong.
     *
     * @param count how many at most
     */
    public List<SpotCheck> spotCheck(int count) {
        return new SpotChecks(dataset).of(count);
    }

    /** A failure and what a person said of it: {@code model, label, ambiguous} or {@code open}. */
    public record SpotCheck(String id, String file, String kind, String truth, String prediction, String verdict) {}

    /**
     * Stores a person's verdict on a failure, replacing an earlier one.
     *
     * @param verdict {@code model}, {@code label} or {@code ambiguous}
     */
    public void verdict(SpotCheck check, String verdict) {
        new SpotChecks(dataset).store(check, verdict);
    }

    /** Whether labels of golden images drift over the stored rounds: tests, CUSUM, power. */
    public Drift drift() {
        return Drift.of(LoopRows.of(dataset).stream().map(Row::golden).toList());
    }

    /** How the pool is divided: the three counts are disjoint and sum to it. */
    public Progress progress() {
        View pool = Role.POOL.of(dataset);
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
                    share(annotated),
                    selected,
                    share(selected),
                    remaining,
                    share(remaining));
        }

        private double share(int count) {
            return pool == 0 ? 0 : 100.0 * count / pool;
        }
    }

    /**
     * Makes every batch of the ledger again from what the ledger says it depended on, and compares byte for byte. An evaluation that was
     * made anew under its key since, from other labels or predictions, gives another batch; one whose samples were deleted since cannot be
     * replayed and says so.
     */
    public Replay replay() {
        List<String> same = new ArrayList<>();
        List<String> different = new ArrayList<>();
        for (String name : Plan.names(dataset)) {
            String difference = Plan.stored(dataset, name).orElseThrow().difference();
            if (difference.isEmpty()) {
                same.add(name);
            } else {
                different.add(name + " (" + difference + ")");
            }
        }
        return new Replay(same, different);
    }

    /** Batches that came out the same, and those that did not, each with the first difference. */
    public record Replay(List<String> same, List<String> different) {
        @Override
        public String toString() {
            return different.isEmpty()
                    ? "replayed byte for byte: " + String.join(", ", same)
                    : "NOT the same: " + String.join(", ", different);
        }
    }
}
