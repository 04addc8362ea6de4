package dev.winnow.brain;

import com.google.gson.Gson;
import dev.winnow.data.SampleCollection;
import dev.winnow.vectors.Embeddings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * How a field of scores came about, kept as a brain run under the field's name: {@code dataset.listBrainRuns()}, and
 * {@code deleteBrainRun} takes the field along.
 *
 * @param method such as {@code uniqueness}
 * @param field the field that was written
 * @param embeddings the field of vectors, empty where the method reads labels
 * @param model what made the vectors
 * @param samples the number of samples that were scored
 * @param parameters by name: numbers, texts and lists
 * @param hash SHA-256 of ids and vectors, empty where there are none: the same vectors, the same scores
 * @param excluded ids of samples that were left out
 */
public record BrainRun(
        String method,
        String field,
        String embeddings,
        String model,
        int samples,
        Map<String, Object> parameters,
        String hash,
        List<String> excluded) {
    private static final Gson GSON = new Gson();

    public BrainRun {
        parameters = Map.copyOf(parameters);
        excluded = List.copyOf(excluded);
    }

    static BrainRun of(
            String method,
            String field,
            String embeddings,
            Embeddings used,
            Map<String, Object> parameters,
            Embeddings all) {
        return new BrainRun(
                method, field, embeddings, used.model(), used.count(), parameters, hash(used), Exclusion.of(all, used));
    }

    /** Writes one number a sample and the run, both or neither. */
    void store(SampleCollection view, Map<String, ? extends Object> values) {
        view.dataset().transaction(method, () -> {
            view.setValues(field, values);
            view.dataset().putRun("brain", field, GSON.toJson(this));
        });
    }

    private static String hash(Embeddings embeddings) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            float[] row = new float[embeddings.dim()];
            ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < embeddings.count(); i++) {
                digest.update(embeddings.ids().get(i).getBytes(StandardCharsets.UTF_8));
                embeddings.copyRow(i, row, 0);
                bytes.asFloatBuffer().put(row);
                digest.update(bytes.array());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    @Override
    public String toString() {
        return method + " of " + samples + " samples in '" + field + "'" + Exclusion.said(excluded);
    }
}
