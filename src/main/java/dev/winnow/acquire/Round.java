package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.label.FieldType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of one round: of its batch, the fields and tags it writes, what is stored under it, and the round that follows. Nobody else puts
 * such a name together.
 *
 * @param name what a person calls it, such as {@code v1}: letters, digits, {@code _}, {@code -}, {@code :} and spaces
 */
record Round(String name) {
    private static final Pattern NUMBERED = Pattern.compile("^(.*?)(\\d{1,9})$");

    Round {
        if (name.isBlank() || !FieldType.isName("eval_" + name)) {
            throw new IllegalArgumentException("'" + name
                    + "' cannot name a batch: use letters, digits, spaces, _, - and :, as in v1 or second week.");
        }
    }

    /** The key of the evaluation on the frozen validation set. */
    String evaluation() {
        return "eval_" + name;
    }

    /** The field with the predictions that were evaluated. */
    String predictions() {
        return "predictions_" + name;
    }

    /** The key of the detector that the round trained. */
    String detector() {
        return "detector_" + name;
    }

    /** The key of the evaluation on the test set, should somebody look. */
    String testEvaluation() {
        return "test_" + name;
    }

    /** The field with people's blind labels of golden images. */
    String goldenLabels() {
        return "golden_labels_" + name;
    }

    /** The tag of the samples that the batch reserves. */
    String batchTag() {
        return "batch:" + name;
    }

    /** Whether any sample is reserved for the round. */
    boolean reserved(Dataset dataset) {
        return dataset.samples().stream().anyMatch(sample -> sample.tags().contains(batchTag()));
    }

    /** The tag of the samples that the round labelled. */
    String annotatedTag() {
        return "annotated:" + name;
    }

    /** The tag that says which source of the batch chose a sample. */
    String sourceTag(String source) {
        return "source:" + source + "_" + name;
    }

    /** The saved view of the batch. */
    String savedView() {
        return "batch_" + name + "_to_annotate";
    }

    /** The round after: the number at the end counts on, a name without one gets a 2. */
    Round next() {
        Matcher number = NUMBERED.matcher(name);
        return new Round(number.matches() ? number.group(1) + (Integer.parseInt(number.group(2)) + 1) : name + "2");
    }

    /** The key under which earlier versions stored what belongs to a round: {@code prefix} and the name, with a v before it. */
    static String formerKey(String prefix, String name) {
        return prefix + (name.startsWith("v") ? name : "v" + name);
    }
}
