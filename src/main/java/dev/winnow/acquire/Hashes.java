package dev.winnow.acquire;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.Run;
import dev.winnow.vectors.Embeddings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Fingerprints of what a plan depended on: SHA-256, 16 hexadecimal digits. They say which of its inputs is another one where a plan cannot be
 * made again.
 *
 * @param pool the ids of the candidates
 * @param parameters budget, seed, weights and rule
 * @param embeddings the vectors of candidates and labelled samples
 * @param model who made the vectors, as their name says; empty where none is known
 * @param evaluation the evaluation whose failures were mined; empty for none
 */
record Hashes(String pool, String parameters, String embeddings, String model, String evaluation) {
    static Hashes of(Dataset dataset, Plan.Inputs inputs) {
        Embeddings embeddings = dataset.embeddings(inputs.embeddingsField());
        MessageDigest vectors = sha();
        List<String> ids = java.util.stream.Stream.concat(inputs.candidates().stream(), inputs.labelled().stream())
                .sorted()
                .distinct()
                .toList();
        ByteBuffer bytes = ByteBuffer.allocate(4 * embeddings.dim());
        for (String id : ids) {
            int row = embeddings.indexOf(id);
            if (row >= 0) {
                bytes.clear();
                bytes.asFloatBuffer().put(embeddings.block(), row * embeddings.dim(), embeddings.dim());
                vectors.update(bytes);
            }
        }
        String evaluation = inputs.evalKey().isEmpty()
                ? ""
                : dataset.run("evaluation", inputs.evalKey())
                        .map(Run::json)
                        .map(Hashes::of)
                        .orElse("");
        return new Hashes(
                of(String.join("\n", inputs.candidates().stream().sorted().toList())),
                parameters(inputs),
                HexFormat.of().formatHex(vectors.digest(), 0, 8),
                embeddings.model(),
                evaluation);
    }

    /** The same for inputs that differ in their recipe alone. */
    Hashes withRecipe(Plan.Inputs inputs) {
        return new Hashes(pool, parameters(inputs), embeddings, model, evaluation);
    }

    private static String parameters(Plan.Inputs inputs) {
        return of(new Gson()
                .toJson(List.of(
                        String.valueOf(inputs.budget()),
                        String.valueOf(inputs.seed()),
                        inputs.weights().toString(),
                        String.valueOf(inputs.rule()),
                        String.valueOf(inputs.predictions()))));
    }

    /** Which input differs from that of another plan; empty if none does. */
    String difference(Hashes other) {
        if (!pool.equals(other.pool)) {
            return "the candidates are others";
        }
        if (!parameters.equals(other.parameters)) {
            return "the recipe is another";
        }
        if (!embeddings.equals(other.embeddings)) {
            return "the embeddings are others";
        }
        return evaluation.equals(other.evaluation) ? "" : "the evaluation was made anew";
    }

    private static String of(String text) {
        return HexFormat.of().formatHex(sha().digest(text.getBytes(StandardCharsets.UTF_8)), 0, 8);
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", missing);
        }
    }
}
