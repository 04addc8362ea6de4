package dev.winnow.app;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.winnow.data.SampleCollection;
import dev.winnow.expr.Cond;
import dev.winnow.expr.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person chose beside the grid, which becomes stages of the view.
 *
 * @param tags samples with any of these
 * @param labels by label field, which labels to keep
 * @param values by field, which samples to keep
 * @param ids only these samples, as a lasso gives; empty for all
 * @param sort a field to sort by, or empty
 */
record AppFilters(
        List<String> tags,
        Map<String, Choice> labels,
        Map<String, Choice> values,
        List<String> ids,
        String sort,
        boolean descending) {
    static final AppFilters NONE = new AppFilters(List.of(), Map.of(), Map.of(), List.of(), "", false);

    /**
     * The values or the range that remain.
     *
     * @param among one of these texts; empty for any
     * @param range {@code [low, high]}, both included, or {@code null}
     * @param missing whether missing ones remain: {@code "only"}, {@code "without"}, or empty where it does not matter
     */
    record Choice(List<String> among, double @Nullable [] range, String missing) {
        boolean isAny() {
            return among.isEmpty() && range == null && missing.isEmpty();
        }
    }

    /** Reads what a front end chose; the ids stay here, since there may be many: those of {@code before} unless it names others. */
    static AppFilters from(JsonObject json, AppFilters before) {
        AppFilters chosen = from(json);
        return json.has("ids") ? chosen : chosen.only(before.ids());
    }

    /** The form for the front end, with the number of ids in place of them. */
    JsonObject toJson() {
        JsonObject json = AppJson.of(this).getAsJsonObject();
        json.remove("ids");
        json.addProperty("chosen", ids.size());
        return json;
    }

    static AppFilters from(JsonObject json) {
        return new AppFilters(
                AppJson.texts(json, "tags"),
                choices(AppJson.object(json, "labels")),
                choices(AppJson.object(json, "values")),
                AppJson.texts(json, "ids"),
                AppJson.text(json, "sort", ""),
                AppJson.flag(json, "descending"));
    }

    private static Map<String, Choice> choices(JsonObject json) {
        Map<String, Choice> choices = new LinkedHashMap<>();
        json.entrySet().forEach(entry -> {
            JsonObject one = entry.getValue().getAsJsonObject();
            JsonElement range = one.get("range");
            Choice choice = new Choice(
                    AppJson.texts(one, "among"),
                    range != null && range.isJsonArray()
                            ? new double[] {
                                range.getAsJsonArray().get(0).getAsDouble(),
                                range.getAsJsonArray().get(1).getAsDouble()
                            }
                            : null,
                    AppJson.text(one, "missing", ""));
            if (!choice.isAny()) {
                choices.put(entry.getKey(), choice);
            }
        });
        return choices;
    }

    /** The same without what was chosen for one facet: {@code "tags"}, {@code "labels/<field>"} or {@code "values/<field>"}. */
    AppFilters without(String facet) {
        Map<String, Choice> otherLabels = new LinkedHashMap<>(labels);
        Map<String, Choice> otherValues = new LinkedHashMap<>(values);
        otherLabels.keySet().removeIf(field -> facet.equals("labels/" + field));
        otherValues.keySet().removeIf(field -> facet.equals("values/" + field));
        return new AppFilters(facet.equals("tags") ? List.of() : tags, otherLabels, otherValues, ids, sort, descending);
    }

    AppFilters only(List<String> chosen) {
        return new AppFilters(tags, labels, values, chosen, sort, descending);
    }

    /** The view that remains. */
    SampleCollection apply(SampleCollection base) {
        SampleCollection view = base;
        if (!tags.isEmpty()) {
            view = view.matchTags(tags.toArray(new String[0]));
        }
        for (Map.Entry<String, Choice> value : values.entrySet()) {
            Field field = Field.of(value.getKey());
            boolean flags = String.valueOf(base.schema().get(value.getKey())).equals("BOOLEAN");
            Cond cond = cond(field, value.getValue(), flags);
            view = cond == null ? view : view.match(cond);
        }
        for (Map.Entry<String, Choice> label : labels.entrySet()) {
            Choice choice = label.getValue();
            if (choice.missing().equals("only")) {
                view = view.match(
                        Field.of(label.getKey() + ".detections").length().eq(0));
                continue;
            }
            Cond cond = null;
            if (!choice.among().isEmpty()) {
                cond = Field.of("label").isIn(choice.among());
            }
            if (choice.range() != null) {
                Cond inside = inside(Field.of("confidence"), choice.range());
                cond = cond == null ? inside : cond.and(inside);
            }
            view = cond == null
                    ? view.match(
                            Field.of(label.getKey() + ".detections").length().gt(0))
                    : view.filterLabels(label.getKey(), cond);
        }
        if (!ids.isEmpty()) {
            view = view.select(ids);
        }
        return sort.isEmpty() ? view : view.sortBy(sort, descending);
    }

    private static @Nullable Cond cond(Field field, Choice choice, boolean flags) {
        if (choice.missing().equals("only")) {
            return field.isMissing();
        }
        List<Object> among = new ArrayList<>();
        choice.among().forEach(text -> among.add(flags ? (Object) Boolean.valueOf(text) : text));
        Cond cond = among.isEmpty() ? null : field.isIn(among);
        if (choice.range() != null) {
            cond = inside(field, choice.range());
        }
        return cond == null && choice.missing().equals("without") ? field.exists() : cond;
    }

    private static Cond inside(Field field, double[] range) {
        return field.ge(range[0]).and(field.le(range[1]));
    }
}
