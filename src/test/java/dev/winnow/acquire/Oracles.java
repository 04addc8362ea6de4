package dev.winnow.acquire;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What apricot, SciPy and statsmodels say; written by src/test/python/acquire_fixture.py. */
final class Oracles {
    static final JsonObject ALL = read();

    private Oracles() {}

    private static JsonObject read() {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(Oracles.class.getResourceAsStream("/acquire_oracles.json")),
                StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    static double[] doubles(JsonArray array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).getAsDouble();
        }
        return values;
    }

    static int[] ints(JsonArray array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).getAsInt();
        }
        return values;
    }

    /** The vectors of the choices, row-major. */
    static float[] vectors() {
        JsonArray rows = ALL.getAsJsonArray("vectors");
        int d = rows.get(0).getAsJsonArray().size();
        float[] block = new float[rows.size() * d];
        for (int i = 0; i < rows.size(); i++) {
            double[] row = doubles(rows.get(i).getAsJsonArray());
            for (int j = 0; j < d; j++) {
                block[i * d + j] = (float) row[j];
            }
        }
        return block;
    }
}
