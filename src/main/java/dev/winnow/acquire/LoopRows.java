package dev.winnow.acquire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.winnow.data.Dataset;
import java.util.List;
import java.util.Optional;

/** The stored rows of a loop. */
final class LoopRows {
    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    private LoopRows() {}

    /** All rows, in the order in which their rounds ended. */
    static List<Loop.Row> of(Dataset dataset) {
        return dataset.runs(RunKind.LOOP.text()).stream()
                .map(run -> GSON.fromJson(run.json(), Loop.Row.class))
                .toList();
    }

    static Optional<Loop.Row> of(Dataset dataset, String name) {
        return dataset.run(RunKind.LOOP.text(), name).map(run -> GSON.fromJson(run.json(), Loop.Row.class));
    }

    static String json(Loop.Row row) {
        return GSON.toJson(row);
    }
}
