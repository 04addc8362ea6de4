package dev.winnow.evaluate;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.SampleCollection;
import java.util.Locale;

/** The count of how often labels of the frozen test set, the samples tagged {@code split:test}, were read. It only grows. */
final class TestReadings {
    private static final String KIND = "peek";

    private TestReadings() {}

    /** One reading: by what, after which round, and what it said; the last two are empty for an evaluation outside a loop. */
    private record Reading(String purpose, String after, String result) {}

    /** Counts an evaluation if any of its samples is a test sample. */
    static void count(SampleCollection view, String evalKey) {
        boolean test = view.samples().stream().anyMatch(sample -> sample.tags().contains("split:test"));
        if (test) {
            Dataset dataset = view.dataset();
            String number =
                    String.format(Locale.ROOT, "%03d", dataset.runs(KIND).size() + 1);
            dataset.putRun(KIND, number, new Gson().toJson(new Reading("evaluation " + evalKey, "", "")));
        }
    }
}
