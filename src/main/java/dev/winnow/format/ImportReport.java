package dev.winnow.format;

import java.util.LinkedHashMap;
import java.util.Map;

/** What an import brought, and what it left out and why. */
public final class ImportReport {
    private final String format;
    private int samples;
    private int labels;
    private final Map<String, Integer> skipped = new LinkedHashMap<>();
    private final Map<String, Integer> changed = new LinkedHashMap<>();
    private final Map<String, String> example = new LinkedHashMap<>();

    ImportReport(String format) {
        this.format = format;
    }

    void add(int newSamples, int newLabels) {
        samples += newSamples;
        labels += newLabels;
    }

    public void skip(String reason, String where) {
        skipped.merge(reason, 1, Integer::sum);
        example.putIfAbsent(reason, where);
    }

    /** How many things were left out so far. */
    int leftOut() {
        return skipped.values().stream().mapToInt(Integer::intValue).sum();
    }

    public void changed(String how, String where) {
        changed.merge(how, 1, Integer::sum);
        example.putIfAbsent(how, where);
    }

    public String format() {
        return format;
    }

    public int samples() {
        return samples;
    }

    public int labels() {
        return labels;
    }

    /** By reason, how many things were left out. */
    public Map<String, Integer> skipped() {
        return Map.copyOf(skipped);
    }

    /** By what was done, how many things came otherwise than they stood in the file. */
    public Map<String, Integer> changed() {
        return Map.copyOf(changed);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("read " + format + ": " + samples + " samples, " + labels + " labels");
        skipped.forEach((reason, count) -> text.append("\n  left out ")
                .append(count)
                .append(": ")
                .append(reason)
                .append(", as in ")
                .append(example.get(reason)));
        changed.forEach((how, count) -> text.append("\n  changed ")
                .append(count)
                .append(": ")
                .append(how)
                .append(", as in ")
                .append(example.get(how)));
        return text.toString();
    }
}
