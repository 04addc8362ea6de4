package dev.winnow.format;

import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.util.List;
import java.util.Map;

/**
 * Labels that came back from a labelling tool.
 *
 * @param byId all labels of each sample that has some; a sample of which something could not be read is not in it
 * @param report what could not be read, and why
 */
public record ReturnedLabels(Map<String, List<Detection>> byId, ImportReport report) {
    static final String UNREADABLE = "a picture whose labels could not all be read";
    static final String EMPTY = "a picture without a label, which nobody may have looked at";
    static final String UNKNOWN = "labels of a picture that none are wanted for: done before, or never sent";

    /** A label as it came; a box that reaches a little out of the picture is trimmed, a box that is none stays for the schema to refuse. */
    static Detection label(String name, Box box, String where, ImportReport report) {
        if (!box.problem().startsWith("reaches")) {
            return Detection.of(name, box);
        }
        Box trimmed = box.clipped();
        if (!trimmed.problem().isEmpty()) {
            return Detection.of(name, box);
        }
        report.changed("box trimmed to the image", where);
        return Detection.of(name, trimmed);
    }

    /** The report with what became of the labels. */
    public ImportReport taken(int samples, int labels) {
        report.add(samples, labels);
        return report;
    }

    /** The report with something that was not taken over, and why. */
    public ImportReport leftOut(String reason, String where) {
        report.skip(reason, where);
        return report;
    }
}
