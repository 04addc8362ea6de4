package dev.winnow.acquire;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.View;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.evaluate.Interval;
import dev.winnow.expr.Field;
import dev.winnow.label.Detection;
import dev.winnow.label.LabelSchema;
import java.util.List;
import java.util.Optional;

/**
 * The work of one round: label, train, evaluate, look at the golden images, choose the next batch, store the row. A process that ends in
 * the middle loses nothing: each part is made again or found made, and the row comes out the same.
 */
final class RoundRun {
    private static final Gson GSON = new Gson();
    private static final long SEED = 51;

    private final Dataset dataset;
    private final Loop.Settings settings;
    private final Round round;

    /** What a round was about to label when it began, which nobody can count once it is labelled. */
    private record Begun(int toLabel) {}

    RoundRun(Dataset dataset, Loop.Settings settings, Round round) {
        this.dataset = dataset;
        this.settings = settings;
        this.round = round;
    }

    Loop.Step run() {
        if (!round.reserved(dataset)) {
            throw new IllegalStateException(
                    "No sample is reserved for round " + round.name() + ": choose its batch with"
                            + " Acquisition…batch(\"" + round.name() + "\").select(…).apply(\"" + round.name()
                            + "\"). Batches: "
                            + String.join(", ", Plan.names(dataset)) + ".");
        }
        View batch = dataset.matchTags(round.batchTag());
        Begun begun = begun(batch);
        Annotator.Report report =
                settings.annotator().annotateRound(batch, LoopFields.TRUTH, LoopFields.LABELS, round.name());
        if (report.waiting() > 0) {
            AnnotationQueue queue = AnnotationQueue.load(dataset, LoopFields.LABELS);
            return new Loop.Waiting(round.name(), queue.done(), queue.size());
        }
        batch.tagSamples(round.annotatedTag());
        batch.untagSamples(LoopFields.TO_ANNOTATE);
        View train = train();
        View val = Role.VAL.of(dataset);
        settings.learner().learn(train, LoopFields.LABELS, classes(), round.detector());
        settings.learner().predict(dataset, round.detector(), val, round.predictions());
        Evaluation evaluation = DetectionEvaluator.evaluate(
                val, round.predictions(), LoopFields.TRUTH, round.evaluation(), EvaluationOptions.defaults());
        String before = before();
        Golden golden = Golden.check(Role.GOLDEN.of(dataset), settings.annotator(), LoopFields.TRUTH, round.name());
        Plan plan = next(evaluation);
        Loop.Row row = new Loop.Row(
                round.name(),
                begun.toLabel(),
                train.count(),
                evaluation.mapInterval(SEED),
                gain(evaluation, before),
                golden,
                round.next().name(),
                plan == null ? 0 : plan.picks().size(),
                0,
                0,
                round.evaluation(),
                round.detector(),
                before,
                boxes(train),
                minutes(train));
        dataset.transaction("round " + round.name(), () -> {
            dataset.putRun(RunKind.LOOP.text(), round.name(), LoopRows.json(row));
            dataset.deleteRun(RunKind.LOOP_OPEN.text(), round.name());
        });
        return row;
    }

    /** What the round had to label when it first began; stored before anybody labels. */
    private Begun begun(View batch) {
        dataset.transaction("begin round " + round.name(), () -> {
            dataset.reload();
            if (dataset.run(RunKind.LOOP_OPEN.text(), round.name()).isEmpty()) {
                int toLabel = batch.match(Field.of(Status.FIELD).ne(Status.ANNOTATED.text()))
                        .count();
                dataset.putRun(RunKind.LOOP_OPEN.text(), round.name(), GSON.toJson(new Begun(toLabel)));
            }
        });
        return GSON.fromJson(
                dataset.run(RunKind.LOOP_OPEN.text(), round.name())
                        .orElseThrow()
                        .json(),
                Begun.class);
    }

    /** What is labelled and may be trained on; labelled samples of other roles are left out, aloud. */
    private View train() {
        View annotated = dataset.match(Field.of(Status.FIELD).eq(Status.ANNOTATED.text()));
        List<String> trainable =
                Role.trainable(annotated).stream().map(Sample::id).toList();
        int left = annotated.count() - trainable.size();
        if (left > 0) {
            System.out.println(left + " labelled samples are no part of pool or train and are not trained on.");
        }
        return left > 0 ? dataset.select(trainable) : annotated;
    }

    /** Classes of the schema, without the regions that are no objects. */
    private List<String> classes() {
        List<String> classes = dataset.hasInfo(LoopFields.SCHEMA)
                ? LabelSchema.from(dataset.info(LoopFields.SCHEMA)).classes()
                : dataset.distinct(LoopFields.TRUTH + ".detections.label");
        return classes.stream()
                .filter(name -> !name.equals(LoopFields.NO_OBJECT))
                .toList();
    }

    /** The evaluation that this round is compared with: of the round stored before it, else the one its batch was chosen against. */
    private String before() {
        List<Loop.Row> rows = LoopRows.of(dataset);
        for (int i = rows.size() - 1; i >= 0; i--) {
            if (!rows.get(i).name().equals(round.name())) {
                return rows.get(i).evaluation();
            }
        }
        return Plan.stored(dataset, round.name())
                .map(plan -> plan.inputs().evalKey())
                .orElse("");
    }

    private Interval gain(Evaluation evaluation, String before) {
        if (before.isEmpty() || !dataset.hasEvaluation(before)) {
            return Loop.Row.NO_GAIN;
        }
        Evaluation earlier = Evaluation.load(dataset, before);
        if (!earlier.sampleIds().equals(evaluation.sampleIds())) {
            System.out.println(
                    "No gain over '" + before + "': it saw other images than '" + evaluation.evalKey() + "'.");
            return Loop.Row.NO_GAIN;
        }
        return evaluation.gainOver(earlier, SEED);
    }

    private @org.jspecify.annotations.Nullable Plan next(Evaluation evaluation) {
        String name = round.next().name();
        Optional<Plan> reserved = Plan.stored(dataset, name);
        if (reserved.isPresent()) {
            return reserved.get();
        }
        View pool = Role.POOL.of(dataset);
        int used =
                pool.match(Field.of(Status.FIELD).ne(Status.UNLABELED.text())).count();
        int room = pool.count() / 2 - used;
        if (room < 1) {
            System.out.println("Half of the pool is labelled or reserved: the loop chooses no further batch.");
            return null;
        }
        return settings.recipe().batch(name).select(pool, evaluation).apply(name);
    }

    private static int boxes(View train) {
        return train.samples().stream()
                .mapToInt(sample -> sample.detections(LoopFields.LABELS).size())
                .sum();
    }

    /** People's own seconds where labels carry them, else {@value Budget#SECONDS_PER_BOX} s a box. */
    private static double minutes(View train) {
        double seconds = 0;
        for (Sample sample : train.samples()) {
            for (Detection label : sample.detections(LoopFields.LABELS)) {
                seconds += label.attributes().get("seconds") instanceof Number own
                        ? own.doubleValue()
                        : Budget.SECONDS_PER_BOX;
            }
        }
        return seconds / 60;
    }
}
