package dev.winnow.format;

/** What an export wrote. */
public record ExportReport(String format, int samples, int labels, int dropped) {
    @Override
    public String toString() {
        return "wrote " + format + ": " + samples + " samples, " + labels + " labels"
                + (dropped > 0 ? ", " + dropped + " labels dropped: their class is not in the list" : "");
    }
}
