package dev.winnow.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/** How often each value occurs, the most frequent first, equals in the order of their names. */
public final class Counts {
    private final Map<String, Long> byValue = new LinkedHashMap<>();

    Counts(Map<String, Long> counted) {
        List<Map.Entry<String, Long>> entries = new ArrayList<>(counted.entrySet());
        entries.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        entries.forEach(entry -> byValue.put(entry.getKey(), entry.getValue()));
    }

    /** The values, the most frequent first. */
    public List<String> labels() {
        return List.copyOf(byValue.keySet());
    }

    /** How often {@code value} occurs; 0 when it does not. */
    public long get(String value) {
        return byValue.getOrDefault(value, 0L);
    }

    public long total() {
        return byValue.values().stream().mapToLong(Long::longValue).sum();
    }

    public void forEach(BiConsumer<String, Long> each) {
        byValue.forEach(each);
    }

    public Map<String, Long> asMap() {
        return new LinkedHashMap<>(byValue);
    }

    @Override
    public String toString() {
        int width = byValue.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        byValue.forEach((value, count) ->
                text.append(String.format(Locale.ROOT, "%-" + Math.max(1, width) + "s %,7d%n", value, count)));
        return text.toString().stripTrailing();
    }
}
