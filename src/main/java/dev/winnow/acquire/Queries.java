package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.evaluate.Evaluation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which evaluations may be asked for failures. */
final class Queries {
    private Queries() {}

    /**
     * Refuses an evaluation that is not the one stored under its key in {@code dataset}, such as one of a clone, and
     * one that was made on other images than validation.
     *
     * @throws IllegalArgumentException saying what is there instead
     */
    static void require(Dataset dataset, Evaluation evaluation) {
        String key = evaluation.evalKey();
        if (!dataset.hasEvaluation(key)) {
            throw new IllegalArgumentException("Evaluation '" + key + "' is not in dataset '" + dataset.name()
                    + "', whose samples are to be chosen: it was made on another dataset. Evaluations here: "
                    + String.join(", ", dataset.listEvaluations()) + ".");
        }
        Evaluation stored = Evaluation.load(dataset, key);
        boolean same = stored.sampleIds().equals(evaluation.sampleIds())
                && stored.matches().equals(evaluation.matches())
                && stored.errorList().equals(evaluation.errorList());
        if (!same) {
            throw new IllegalArgumentException("The evaluation '" + key
                    + "' that was given is not the one that dataset '"
                    + dataset.name() + "' has under this key: it was made on another dataset, or made anew since."
                    + " Use fo.loadEvaluation(dataset, \"" + key + "\").");
        }
        requireValidation(dataset, evaluation);
    }

    /** The samples whose failures a batch mines; none without an evaluation. */
    static List<String> evaluated(Dataset dataset, String evalKey) {
        return evalKey.isEmpty() || !dataset.hasEvaluation(evalKey)
                ? List.of()
                : Evaluation.load(dataset, evalKey).sampleIds();
    }

    /**
     * Refuses an evaluation that read other labels than those of validation: of the test set, which is frozen, or of the samples that are to
     * be chosen, which are then their own nearest neighbours. Where nobody gave roles, the evaluated images are held out instead.
     */
    private static void requireValidation(Dataset dataset, Evaluation evaluation) {
        if (!Role.given(dataset.samples())) {
            return;
        }
        Map<String, Integer> others = new TreeMap<>();
        for (Sample sample : dataset.select(evaluation.sampleIds()).samples()) {
            Role role = Role.of(sample);
            if (role != Role.VAL && role != Role.OTHER) {
                others.merge(role == null ? "no role" : role.text(), 1, Integer::sum);
            }
        }
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("Failures are mined from validation images alone, and '"
                    + evaluation.evalKey() + "' was made on others: " + others
                    + ". Evaluate dataset.matchTags(\"split:val\") and give that.");
        }
    }
}
