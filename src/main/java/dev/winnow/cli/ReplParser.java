package dev.winnow.cli;

import dev.winnow.session.Completion;
import dev.winnow.session.JavaSession;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Asks the session whether code is whole, and what could stand at the cursor. */
final class ReplParser implements Parser {
    private final CompletableFuture<JavaSession> session;

    ReplParser(CompletableFuture<JavaSession> session) {
        this.session = session;
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.COMPLETE) {
            Completion completion = session.join().complete(line, cursor);
            int start = Math.min(completion.start(), cursor);
            return new Line(line, cursor, line.substring(start, cursor), completion);
        }
        if (context == ParseContext.ACCEPT_LINE
                && !line.isBlank()
                && session.join().isComplete(line).equals("incomplete")) {
            throw new EOFError(-1, cursor, "the code is not whole yet", "", 0, "");
        }
        return new Line(line, cursor, line, new Completion(cursor, List.of()));
    }

    /** What was typed, with what could stand at its end. */
    record Line(String line, int cursor, String word, Completion completion) implements CompletingParsedLine {
        @Override
        public int wordCursor() {
            return word.length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return word.length();
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }
}
