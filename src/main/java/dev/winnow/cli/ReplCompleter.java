package dev.winnow.cli;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers what the parser already asked the session for, with its kind. */
final class ReplCompleter implements Completer {
    @Override
    public void complete(LineReader reader, ParsedLine parsed, List<Candidate> candidates) {
        if (parsed instanceof ReplParser.Line line) {
            line.completion()
                    .matches()
                    .forEach(match -> candidates.add(
                            new Candidate(match.text(), match.text(), null, match.kind(), null, null, false)));
        }
    }
}
