package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Run;
import dev.winnow.evaluate.DetectionError;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.expr.HashOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Failures of a round that a person looks at, drawn at random: what is found among them holds for all of them, which it would not if they
 * were the worst.
 */
final class SpotChecks {
    static final String AMBIGUOUS = "ambiguous";
    private static final List<String> VERDICTS = List.of("model", "label", AMBIGUOUS);
    private static final String OPEN = "open";

    private final Dataset dataset;

    SpotChecks(Dataset dataset) {
        this.dataset = dataset;
    }

    /** The first {@code count} failures of the last round in their random order, which is the same each time. */
    List<Loop.SpotCheck> of(int count) {
        List<Loop.Row> rows = LoopRows.of(dataset);
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<String, String> verdicts = verdicts();
        List<Loop.SpotCheck> checks = new ArrayList<>();
        for (DetectionError error : drawn(rows.get(rows.size() - 1).evaluation())) {
            if (checks.size() == count) {
                break;
            }
            checks.add(new Loop.SpotCheck(
                    id(error),
                    dataset.sample(error.sampleId()).fileName(),
                    String.valueOf(error.kind()),
                    error.objectLabel(),
                    error.predictionLabel(),
                    verdicts.getOrDefault(id(error), OPEN)));
        }
        return checks;
    }

    /** The row with what people have said since of the failures of its own round, and of no other. */
    Loop.Row judged(Loop.Row row) {
        if (!dataset.hasEvaluation(row.evaluation())) {
            return row;
        }
        Map<String, String> verdicts = verdicts();
        int judged = 0;
        int ambiguous = 0;
        for (DetectionError error : drawn(row.evaluation())) {
            String verdict = verdicts.get(id(error));
            judged += verdict == null ? 0 : 1;
            ambiguous += AMBIGUOUS.equals(verdict) ? 1 : 0;
        }
        return row.withVerdicts(ambiguous, judged);
    }

    void store(Loop.SpotCheck check, String verdict) {
        if (!VERDICTS.contains(verdict)) {
            throw new IllegalArgumentException("A verdict is model, label or ambiguous, not '" + verdict + "'.");
        }
        dataset.putRun(RunKind.VERDICT.text(), check.id(), verdict);
    }

    private List<DetectionError> drawn(String evalKey) {
        Map<String, DetectionError> byId = new LinkedHashMap<>();
        Evaluation.load(dataset, evalKey).errorList().forEach(error -> byId.putIfAbsent(id(error), error));
        List<DetectionError> drawn = new ArrayList<>();
        HashOrder.order(51, "spot check", byId.keySet()).forEach(id -> {
            DetectionError error = byId.get(id);
            if (error != null) {
                drawn.add(error);
            }
        });
        return drawn;
    }

    private Map<String, String> verdicts() {
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (Run run : dataset.runs(RunKind.VERDICT.text())) {
            verdicts.put(run.key(), run.json());
        }
        return verdicts;
    }

    private static String id(DetectionError error) {
        return error.objectId() + ":" + error.predictionId();
    }
}
