package dev.winnow.show;

import com.google.gson.stream.JsonReader;
import dev.winnow.data.Dataset;
import dev.winnow.data.Run;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Stored evaluations as the App reads them. */
final class AppEvaluations {
    private AppEvaluations() {}

    /** An evaluation's key and the fields it compares. */
    record Key(String key, String predictions, String truth) {}

    /** The evaluations of a dataset, in the order in which they were first stored; read without their curves and matches. */
    static List<Key> keys(Dataset dataset) {
        List<Key> keys = new ArrayList<>();
        for (Run run : dataset.runs("evaluation")) {
            String predictions = "";
            String truth = "";
            try (JsonReader json = new JsonReader(new StringReader(run.json()))) {
                json.beginObject();
                while (json.hasNext() && (predictions.isEmpty() || truth.isEmpty())) {
                    switch (json.nextName()) {
                        case "pred_field" -> predictions = json.nextString();
                        case "gt_field" -> truth = json.nextString();
                        default -> json.skipValue();
                    }
                }
            } catch (IOException broken) {
                throw new UncheckedIOException("Evaluation '" + run.key() + "' cannot be read.", broken);
            }
            keys.add(new Key(run.key(), predictions, truth));
        }
        return keys;
    }
}
