package dev.winnow.acquire;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.IfExists;
import dev.winnow.data.Run;
import dev.winnow.data.Sample;
import dev.winnow.expr.HashOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Roles given once and for ever: disjoint parts of a dataset, frames of one sequence in one part, the sizes summing to the whole.
 *
 * <pre>{@code
 * Splits.keepTogether(dataset, "sequence").seed(42).part("test", .15).part("golden", .10).part("val", .20).rest("pool").apply();
 * }</pre>
 */
public final class Splits {
    private static final Gson GSON = new Gson();
    private static final String KEY = "roles";

    private final Dataset dataset;
    private final String groupField;
    private final Map<String, Double> parts = new LinkedHashMap<>();
    private long seed = 42;
    private String rest = "pool";

    private Splits(Dataset dataset, String groupField) {
        this.dataset = dataset;
        this.groupField = groupField;
    }

    /** Splits that keep samples with the same value of {@code field} together; a sample without a value is a group of its own. */
    public static Splits keepTogether(Dataset dataset, String field) {
        if (!dataset.hasField(field)) {
            dataset.values(field);
        }
        return new Splits(dataset, field);
    }

    public Splits seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** A part of about this share of the samples. */
    public Splits part(String name, double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "The share of '" + name + "' must lie between 0 and 1, not " + share + ".");
        }
        parts.put(name, share);
        if (parts.values().stream().mapToDouble(Double::doubleValue).sum() >= 1) {
            throw new IllegalArgumentException("The parts " + parts + " leave nothing for the rest.");
        }
        return this;
    }

    /** The name of what is left. */
    public Splits rest(String name) {
        this.rest = name;
        return this;
    }

    /** Tags {@code split:<part>}, saves a view a part, sets the status of new samples; a split that is stored is loaded instead. */
    public Result apply() {
        Optional<Run> stored = dataset.run(RunKind.SPLIT.text(), KEY);
        if (stored.isPresent()) {
            Result result = GSON.fromJson(stored.get().json(), Result.class);
            return new Result(result.sizes(), result.groups(), groupField, "stored before and left as it is");
        }
        Map<String, List<String>> groups = groups();
        Map<String, List<String>> members = new LinkedHashMap<>();
        int total = dataset.count();
        List<String> order = new ArrayList<>(HashOrder.order(seed, "split", groups.keySet()));
        for (Map.Entry<String, Double> part : parts.entrySet()) {
            List<String> own = new ArrayList<>();
            for (String group : fill((int) Math.round(part.getValue() * total), order, groups)) {
                own.addAll(Objects.requireNonNull(groups.get(group)));
                order.remove(group);
            }
            members.put(part.getKey(), own);
        }
        List<String> left = new ArrayList<>();
        order.forEach(group -> left.addAll(Objects.requireNonNull(groups.get(group))));
        members.put(rest, left);
        if (left.isEmpty()) {
            throw new IllegalArgumentException("Nothing is left for '" + rest + "': " + groups.size() + " groups of '"
                    + groupField + "' are too few for these parts.");
        }
        Map<String, Integer> sizes = new LinkedHashMap<>();
        members.forEach((name, ids) -> sizes.put(name, ids.size()));
        List<String> notes = new ArrayList<>();
        sizes.forEach((name, size) -> {
            if (size == 0) {
                notes.add("'" + name + "' is empty: no group is small enough for it");
            }
        });
        int golden = sizes.getOrDefault("golden", 50);
        if (golden < 50) {
            notes.add("golden has " + golden + " images; 50 are needed to notice an error rate of 5 %");
        }
        Result result = new Result(sizes, groups.size(), groupField, String.join("; ", notes));
        dataset.transaction("split", () -> {
            members.forEach((name, ids) -> {
                dataset.select(ids).tagSamples(Role.PREFIX + name);
                dataset.saveView(name, dataset.matchTags(Role.PREFIX + name), IfExists.REPLACE);
            });
            Status.prepare(dataset);
            dataset.putRun(RunKind.SPLIT.text(), KEY, GSON.toJson(result));
        });
        return result;
    }

    /**
     * The groups that fill a part: in their order those that still fit and, where a gap stays that none fits, the smallest one if the part
     * comes nearer to its size with it. A sequence larger than the whole part, such as one long drive, stays for the rest.
     */
    private static List<String> fill(int wanted, List<String> order, Map<String, List<String>> groups) {
        List<String> taken = new ArrayList<>();
        int size = 0;
        String smallest = null;
        int least = Integer.MAX_VALUE;
        for (String group : order) {
            int own = Objects.requireNonNull(groups.get(group)).size();
            if (size + own <= wanted) {
                taken.add(group);
                size += own;
            }
        }
        for (String group : order) {
            int own = Objects.requireNonNull(groups.get(group)).size();
            if (!taken.contains(group) && own < least && own <= wanted) {
                smallest = group;
                least = own;
            }
        }
        if (smallest != null && size + least - wanted < wanted - size) {
            taken.add(smallest);
        }
        return taken;
    }

    private Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Sample sample : dataset.samples()) {
            String group = sample.string(groupField);
            groups.computeIfAbsent(group == null ? "id:" + sample.id() : group, g -> new ArrayList<>())
                    .add(sample.id());
        }
        return groups;
    }

    /** The parts and their sizes. */
    public record Result(Map<String, Integer> sizes, int groups, String groupField, String note) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            int total = sizes.values().stream().mapToInt(Integer::intValue).sum();
            sizes.forEach((name, size) ->
                    text.append(String.format(Locale.ROOT, "%-8s %5d  %4.1f %%\n", name, size, 100.0 * size / total)));
            text.append(String.format(
                    Locale.ROOT, "%-8s %5d  in %d groups of '%s', kept together", "sum", total, groups, groupField));
            return (note.isEmpty() ? text : text.append("\n(").append(note).append(")")).toString();
        }
    }
}
