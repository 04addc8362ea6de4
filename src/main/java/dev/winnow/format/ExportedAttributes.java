package dev.winnow.format;

import dev.winnow.data.SampleCollection;
import dev.winnow.label.Detection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The attributes of labels as another tool gets them. A name that the format keeps for itself gets {@code _attribute} at its end, and
 * what stored evaluations wrote to the labels ({@code KEY}, {@code KEY_id}, {@code KEY_iou}) stays out unless it is asked for; both are
 * said in {@link #notes}.
 */
final class ExportedAttributes {
    private static final String RENAMED = "_attribute";

    private final Set<String> taken;
    private final Set<String> bookkeeping = new HashSet<>();
    private final Map<String, Integer> renamed = new TreeMap<>();
    private final Map<String, Integer> leftOut = new TreeMap<>();

    /** @param taken the names that the format itself uses beside the attributes of a label */
    ExportedAttributes(SampleCollection from, Set<String> taken, boolean evaluations) {
        this.taken = taken;
        if (!evaluations) {
            for (String key : from.dataset().listEvaluations()) {
                bookkeeping.addAll(List.of(key, key + "_id", key + "_iou"));
            }
        }
    }

    /** The attributes to write, under names that are free. */
    Map<String, Object> of(Detection label) {
        Map<String, Object> written = new LinkedHashMap<>();
        label.attributes().forEach((name, value) -> {
            if (bookkeeping.contains(name)) {
                leftOut.merge(name, 1, Integer::sum);
                return;
            }
            String own = name;
            while (taken.contains(own)
                    || !own.equals(name) && label.attributes().containsKey(own)) {
                own += RENAMED;
            }
            if (!own.equals(name)) {
                renamed.merge(
                        "attribute '" + name + "' of labels is written as '" + own + "', since the format has a '"
                                + name + "' of its own",
                        1,
                        Integer::sum);
            }
            written.put(own, value);
        });
        return written;
    }

    /** What was left out or renamed, a sentence each. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        renamed.forEach((what, times) -> notes.add(what + " (" + times + " labels)"));
        if (!leftOut.isEmpty()) {
            notes.add("what evaluations wrote to labels: " + String.join(", ", leftOut.keySet()));
        }
        return notes;
    }
}
