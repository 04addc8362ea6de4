package dev.winnow.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A check of all that a state holds: every chunk and vector read, every count compared, every id there once. */
final class StoreCheck {
    private StoreCheck() {}

    /**
     * Reads all of a state that was just looked at.
     *
     * @return how many values there are
     * @throws DamagedFieldException naming every field that cannot be read or has another number of rows than the dataset
     */
    static long values(State read) {
        List<DamagedFieldException> damaged = new ArrayList<>();
        long values = 0;
        for (Map.Entry<String, Column> field : read.fields().entrySet()) {
            try {
                if (field.getValue().rows() > 0) {
                    field.getValue().get(0);
                }
                values += field.getValue().items(0, field.getValue().rows());
                if (field.getValue() instanceof VectorColumn vectors) {
                    vectors.parts().blocks().forEach(VectorBlock::floats);
                }
                if (field.getValue().rows() != read.rows()) {
                    throw new DamagedFieldException(
                            field.getKey(),
                            "it has " + field.getValue().rows() + " rows and the dataset " + read.rows() + ".",
                            new IllegalStateException());
                }
            } catch (DamagedFieldException named) {
                damaged.add(named);
            }
        }
        if (!damaged.isEmpty()) {
            throw new DamagedFieldException(damaged);
        }
        for (int row = 0; row < read.rows(); row++) {
            if (read.index().find(read.id(row)) != row) {
                throw new DamagedFieldException(
                        State.ID, read.id(row) + " stands there more than once.", new IllegalStateException());
            }
        }
        return values;
    }
}
