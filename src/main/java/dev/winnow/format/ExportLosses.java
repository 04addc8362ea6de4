package dev.winnow.format;

import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What labels and samples say that a format has no place for, counted while it is written, so that a report can name it. */
final class ExportLosses {
    private static final Set<String> STRUCTURE = Set.of("id", "filepath", "tags", "width", "height");

    private final Map<String, Integer> attributes = new TreeMap<>();
    private int labelTags;
    private int scores;
    private int sampleTags;

    /** A label is written with these of its attributes; its other ones are lost. */
    void label(Detection label, Collection<String> kept) {
        label.attributes().keySet().forEach(name -> {
            if (!kept.contains(name)) {
                attributes.merge(name, 1, Integer::sum);
            }
        });
        labelTags += label.tags().isEmpty() ? 0 : 1;
    }

    /** A label is written without its score, and of its attributes under the names they got, with those that were written. */
    void label(Detection label, Map<String, Object> named, Map<String, Object> written) {
        named.keySet().forEach(name -> {
            if (!written.containsKey(name)) {
                attributes.merge(name, 1, Integer::sum);
            }
        });
        labelTags += label.tags().isEmpty() ? 0 : 1;
        scores += label.hasConfidence() ? 1 : 0;
    }

    /** A sample is written without its tags. */
    void sample(Sample sample) {
        sampleTags += sample.tags().isEmpty() ? 0 : 1;
    }

    /** A sentence for each kind of loss. Labels and samples in {@code kept} fields were written. */
    List<String> notes(SampleCollection from, Collection<String> kept) {
        return notes(from, kept, List.of());
    }

    /** The same after other notes. */
    List<String> notes(SampleCollection from, Collection<String> kept, List<String> before) {
        List<String> notes = new ArrayList<>(before);
        if (scores > 0) {
            notes.add("the scores of " + scores + " predictions");
        }
        if (!attributes.isEmpty()) {
            List<String> counted = new ArrayList<>();
            attributes.forEach((name, times) -> counted.add(name + " (" + times + ")"));
            notes.add("attributes of labels: " + String.join(", ", counted));
        }
        if (labelTags > 0) {
            notes.add("the tags of " + labelTags + " labels");
        }
        if (sampleTags > 0) {
            notes.add("the tags of " + sampleTags + " samples");
        }
        Set<String> fields = new TreeSet<>();
        from.schema().forEach((name, type) -> {
            boolean derived = type == FieldType.VECTOR || name.startsWith("$");
            if (!derived && !STRUCTURE.contains(name) && !kept.contains(name)) {
                fields.add(name);
            }
        });
        if (!fields.isEmpty()) {
            notes.add("fields: " + String.join(", ", fields));
        }
        return notes;
    }
}
