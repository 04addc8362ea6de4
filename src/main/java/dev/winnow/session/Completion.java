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

    /**
     * A text that may stand there.
     *
     * @param kind {@code function}, {@code class}, {@code keyword}, {@code instance}, {@code path} or {@code magic}
     * @param signature what it takes and gives, its type, or the import it needs; empty when that is not known
     */
    public record Match(String text, String kind, String signature) {
        public Match(String text, String kind) {
            this(text, kind, "");
        }
    }
}
