package dev.winnow.evaluate;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.winnow.data.Run;
import dev.winnow.data.SampleCollection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which samples belong together, such as frames of one drive: those with the same value of the field that the dataset's stored split
 * keeps together. They are not independent, so an interval draws them together.
 *
 * @param field the field, as the split names it
 * @param number by sample the number of its group, counted from 0; a sample without a value is a group of its own
 */
record SampleGroups(String field, int[] number) {
    /** The groups of a collection; nothing where no split is stored or its field is gone. */
    static @Nullable SampleGroups of(SampleCollection view) {
        Optional<Run> split = view.dataset().run("split", "roles");
        if (split.isEmpty()) {
            return null;
        }
        JsonElement json = JsonParser.parseString(split.get().json());
        JsonElement named = json instanceof JsonObject object ? object.get("groupField") : null;
        if (named == null || !named.isJsonPrimitive() || !view.hasField(named.getAsString())) {
            return null;
        }
        String field = named.getAsString();
        List<?> values = values(view, field);
        int[] number = new int[values.size()];
        Map<String, Integer> numbers = new HashMap<>();
        int next = 0;
        for (int i = 0; i < number.length; i++) {
            Object value = values.get(i);
            Integer known = value == null ? null : numbers.get(String.valueOf(value));
            if (known == null) {
                known = next++;
                if (value != null) {
                    numbers.put(String.valueOf(value), known);
                }
            }
            number[i] = known;
        }
        return new SampleGroups(field, number);
    }

    private static List<@Nullable Object> values(SampleCollection view, String field) {
        List<@Nullable Object> values = new ArrayList<>();
        view.samples().forEach(sample -> values.add(sample.get(field)));
        return values;
    }

    /** How many groups there are. */
    int count() {
        int most = -1;
        for (int one : number) {
            most = Math.max(most, one);
        }
        return most + 1;
    }

    @Override
    public String toString() {
        return count() + " groups by " + field;
    }
}
