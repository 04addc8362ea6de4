package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.evaluate.Evaluation;

/** Which evaluations may be asked for failures. */
final class Queries {
    private Queries() {}

    /**
     * Refuses an evaluation that is not the one stored under its key in {@code dataset}, such as one of a clone.
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
    }
}
