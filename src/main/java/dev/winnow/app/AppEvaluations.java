package dev.winnow.app;

import com.google.gson.JsonObject;
import com.google.gson.stream.JsonReader;
import dev.winnow.acquire.Loop;
import dev.winnow.data.Dataset;
import dev.winnow.data.Run;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.View;
import dev.winnow.evaluate.ConfusionMatrix;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.Flips;
import dev.winnow.evaluate.Match;
import dev.winnow.show.Palette;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stored evaluations as the App reads them. */
final class AppEvaluations {
    private static final int SPOT_CHECKS = 20;

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

    /** A class by its numbers at the operating point, and its average precision over all predictions. */
    record ClassRow(String label, double precision, double recall, double f1, long support, double ap) {}

    /** The numbers of an evaluation, and what became of the objects since another one. */
    static Map<String, Object> overview(Dataset dataset, String key, String against) {
        Evaluation evaluation = Evaluation.load(dataset, key);
        evaluation.classes().forEach(Palette::meet);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("key", key);
        all.put("map", evaluation.map());
        all.put("map50", evaluation.map(0.5));
        all.put("operatingPoint", evaluation.operatingPoint());
        all.put("images", evaluation.sampleIds().size());
        all.put("tp", evaluation.tp());
        all.put("fp", evaluation.fp());
        all.put("fn", evaluation.fn());
        all.put("precision", evaluation.precision());
        all.put("recall", evaluation.recall());
        all.put(
                "classes",
                evaluation.classes().stream()
                        .map(label -> row(evaluation, label))
                        .toList());
        all.put("matrix", evaluation.confusionMatrix());
        all.put("curves", evaluation.prCurves().precision());
        if (!against.isEmpty()) {
            Evaluation before = Evaluation.load(dataset, against);
            Flips flips = evaluation.flips(before);
            all.put("against", overview(dataset, against, ""));
            all.put(
                    "flips",
                    Map.of(
                            "fixed", flips.fixed().size(),
                            "broken", flips.broken().size(),
                            "stillWrong", flips.stillWrong().size(),
                            "stillRight", flips.stillRight().size()));
        }
        return all;
    }

    private static ClassRow row(Evaluation evaluation, String label) {
        long right = 0;
        long predicted = 0;
        long support = 0;
        for (Match match : evaluation.matches()) {
            right += match.isTruePositive() && match.objectLabel().equals(label) ? 1 : 0;
            predicted += match.isPrediction() && match.predictionLabel().equals(label) ? 1 : 0;
            support += match.isObject() && match.objectLabel().equals(label) ? 1 : 0;
        }
        double precision = predicted == 0 ? Double.NaN : (double) right / predicted;
        double recall = support == 0 ? Double.NaN : (double) right / support;
        double f1 = predicted + support == 0 ? Double.NaN : 2.0 * right / (predicted + support);
        double ap = evaluation.map(label);
        return new ClassRow(label, precision, recall, f1, support, ap < 0 ? Double.NaN : ap);
    }

    /** The labels behind a number: a cell of the matrix, or the objects that were fixed or broken since another evaluation. */
    static View matches(Dataset dataset, JsonObject params) {
        String key = AppJson.text(params, "key");
        Evaluation evaluation = Evaluation.load(dataset, key);
        List<String> ids = new ArrayList<>();
        String flip = AppJson.text(params, "flip", "");
        if (params.has("ids")) {
            ids.addAll(AppJson.texts(params, "ids"));
        } else if (flip.isEmpty()) {
            String truth = AppJson.text(params, "truth");
            String prediction = AppJson.text(params, "prediction");
            for (Match match : evaluation.matches()) {
                String object = match.isObject() ? match.objectLabel() : ConfusionMatrix.NONE;
                String found = match.isPrediction() ? match.predictionLabel() : ConfusionMatrix.NONE;
                if (object.equals(truth) && found.equals(prediction)) {
                    ids.add(match.isObject() ? match.objectId() : match.predictionId());
                }
            }
        } else {
            Flips flips = evaluation.flips(Evaluation.load(dataset, AppJson.text(params, "against")));
            List<Match> kind =
                    switch (flip) {
                        case "fixed" -> flips.fixed();
                        case "broken" -> flips.broken();
                        case "stillWrong" -> flips.stillWrong();
                        default -> flips.stillRight();
                    };
            kind.forEach(match -> ids.add(match.objectId()));
        }
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("There is no label behind this number.");
        }
        return patches(dataset, evaluation, ids);
    }

    private static View patches(Dataset dataset, Evaluation evaluation, List<String> ids) {
        List<String> slices = dataset.groupSlices();
        SampleCollection all = slices.isEmpty() ? dataset : dataset.selectGroupSlices(slices.toArray(new String[0]));
        return all.select(evaluation.sampleIds())
                .toEvaluationPatches(evaluation.evalKey())
                .select(ids);
    }

    /** The most severe failures of the last round, each with what a person said of it, and the evaluation they come from. */
    static Map<String, Object> spotChecks(Dataset dataset) {
        Loop loop = Loop.on(dataset);
        List<Loop.Row> rows = loop.rows();
        return Map.of(
                "key",
                rows.isEmpty() ? "" : rows.get(rows.size() - 1).evaluation(),
                "checks",
                loop.spotCheck(SPOT_CHECKS));
    }

    static void verdict(Dataset dataset, String id, String verdict) {
        Loop loop = Loop.on(dataset);
        Loop.SpotCheck check = loop.spotCheck(SPOT_CHECKS).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Failure " + id + " is not among those to be judged."));
        loop.verdict(check, verdict);
    }
}
