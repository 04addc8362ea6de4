package dev.winnow.format;

import java.util.List;

/**
 * What an export wrote.
 *
 * @param dropped labels whose class is not in the list of classes
 * @param notes what else could not be written, and why
 */
public record ExportReport(String format, int samples, int labels, int dropped, List<String> notes) {
    public ExportReport {
        notes = List.copyOf(notes);
    }

    ExportReport(String format, int samples, int labels, int dropped) {
        this(format, samples, labels, dropped, List.of());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("wrote " + format + ": " + samples + " samples, " + labels + " labels");
        if (dropped > 0) {
            text.append(", ").append(dropped).append(" labels dropped: their class is not in the list");
        }
        notes.forEach(note -> text.append("\n  left out ").append(note));
        return text.toString();
    }
}
