package dev.winnow.format;

/**
 * How strict an import is.
 *
 * @param keepInvalidBoxes whether boxes that are no boxes (not a number, reversed, reaching out of the image) are stored as they are,
 *     with an attribute {@code invalid_box} that says why; otherwise they are left out and counted, and what reaches out is trimmed
 */
public record ImportOptions(boolean keepInvalidBoxes) {
    public static ImportOptions strict() {
        return new ImportOptions(false);
    }

    public ImportOptions keepingInvalidBoxes() {
        return new ImportOptions(true);
    }
}
