package dev.winnow.acquire;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.Run;
import dev.winnow.data.View;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import java.util.List;
import java.util.Locale;

/** Looks at the frozen test set, counted for ever. */
final class TestLooks {
    private static final Gson GSON = new Gson();

    private final Dataset dataset;
    private final Learner learner;

    /** One look at the test set: why, after which round, and what it said. */
    private record Peek(String purpose, String after, String result) {}

    TestLooks(Dataset dataset, Learner learner) {
        this.dataset = dataset;
        this.learner = learner;
    }

    /** How often labels of test images were read. */
    static int count(Dataset dataset) {
        return dataset.runs(RunKind.PEEK.text()).size();
    }

    String look(String purpose, boolean force) {
        List<Loop.Row> rows = LoopRows.of(dataset);
        if (rows.size() < 3 && !force) {
            throw new IllegalStateException("The test set is for the end: " + rows.size()
                    + " rounds are stored, three are needed. checkTest(purpose, true) looks anyway and is recorded.");
        }
        if (rows.isEmpty()) {
            throw new IllegalStateException("No round has trained a detector yet.");
        }
        Loop.Row last = rows.get(rows.size() - 1);
        for (Run peek : dataset.runs(RunKind.PEEK.text())) {
            Peek stored = GSON.fromJson(peek.json(), Peek.class);
            if (stored.purpose().equals(purpose) && stored.after().equals(last.name())) {
                return stored.result();
            }
        }
        View test = Role.TEST.of(dataset);
        int before = count(dataset);
        learner.predict(dataset, last.detector(), test, "predictions_test");
        Evaluation evaluation = DetectionEvaluator.evaluate(
                test,
                "predictions_test",
                LoopFields.TRUTH,
                new Round(last.name()).testEvaluation(),
                EvaluationOptions.defaults());
        int looks = before + 1;
        String result = String.format(
                Locale.ROOT,
                "test after %s (%s): mAP@0.5 %s on %d images; looked at %d time%s",
                last.name(),
                purpose,
                evaluation.mapInterval(51),
                test.count(),
                looks,
                looks == 1 ? "" : "s");
        // Where the evaluation counted itself, this says more of the same look.
        dataset.putRun(RunKind.PEEK.text(), key(looks), GSON.toJson(new Peek(purpose, last.name(), result)));
        return result;
    }

    private static String key(int look) {
        return String.format(Locale.ROOT, "%03d", look);
    }
}
