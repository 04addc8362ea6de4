package dev.winnow.session;

import java.util.List;

/**
 * What may stand at the cursor.
 *
 * @param start offset in the code from which a match replaces the text
 */
public record Completion(int start, List<Match> matches) {
    public Completion {
        matches = List.copyOf(matches);
    }

    /** A text, and whether it is a {@code function}, {@code class}, {@code keyword} or {@code instance}. */
    public record Match(String text, String kind) {}
}
