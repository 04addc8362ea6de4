package dev.winnow.data;

import dev.winnow.store.RowIndex;
import dev.winnow.store.State;
import dev.winnow.store.VectorColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The stage {@code sortBySimilarity}: rows by the cosine of their vector to that of a query, nearest first; rows without a vector
 * drop out. Several queries are averaged as directions. Computed in double; equals stay in order.
 */
final class Similarity {
    private Similarity() {}

    /** Arguments: field, ids of the query or its numbers, the number of rows or -1, whether the farthest come first. */
    static RowSelection sort(RowSelection rows, Stage stage) {
        String field = stage.text(0);
        rows.requireField(field);
        if (!(rows.state().column(field) instanceof VectorColumn column)) {
            throw new IllegalArgumentException("sortBySimilarity: field '" + field + "' of " + rows.datasetName()
                    + " holds no vectors but " + rows.state().column(field).type() + ".");
        }
        double[] query =
                query(rows.stored(), column, field, (List<?>) stage.args().get(1));
        List<Integer> positions = new ArrayList<>();
        double[] cosine = new double[rows.count()];
        float[] vector = new float[column.dim()];
        for (int i = 0; i < rows.count(); i++) {
            if (column.has(rows.rows()[i])) {
                positions.add(i);
                column.copy(rows.rows()[i], vector, 0);
                cosine[i] = cosine(vector, query);
            }
        }
        int sign = stage.flag(3) ? 1 : -1;
        positions.sort((a, b) -> sign * Double.compare(cosine[a], cosine[b]));
        int k = stage.number(2) < 0 ? positions.size() : Math.min(stage.number(2), positions.size());
        return rows.at(
                positions.subList(0, k).stream().mapToInt(Integer::intValue).toArray());
    }

    private static double[] query(State state, VectorColumn column, String field, List<?> asked) {
        double[] query = new double[column.dim()];
        if (!asked.isEmpty() && asked.get(0) instanceof Number) {
            if (asked.size() != query.length) {
                throw new IllegalArgumentException("sortBySimilarity: a query of " + asked.size()
                        + " numbers cannot be compared with vectors of " + query.length + ".");
            }
            Arrays.setAll(query, d -> ((Number) asked.get(d)).doubleValue());
            return query;
        }
        RowIndex index = state.index();
        for (Object id : asked) {
            int row = index.find(String.valueOf(id));
            float[] vector = row < 0 ? null : column.get(row);
            if (vector == null) {
                throw new IllegalArgumentException("sortBySimilarity: sample " + id + " "
                        + (row < 0 ? "is not in the dataset." : "has no vector in '" + field + "'."));
            }
            double length = 0;
            for (float value : vector) {
                length += square(value);
            }
            for (int d = 0; d < query.length && length > 0; d++) {
                query[d] += vector[d] / Math.sqrt(length);
            }
        }
        return query;
    }

    private static double cosine(float[] vector, double[] query) {
        double product = 0;
        double own = 0;
        double other = 0;
        for (int d = 0; d < query.length; d++) {
            product += vector[d] * query[d];
            own += square(vector[d]);
            other += square(query[d]);
        }
        return own == 0 || other == 0 ? 0 : product / Math.sqrt(own * other);
    }

    private static double square(double value) {
        return value * value;
    }
}
