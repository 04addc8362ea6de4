package dev.winnow.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;

/** Which line of which cell a loaded class was written on. */
final class Origins {
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Origin> written = new HashMap<>();

    Origins(JShell shell) {
        this.shell = shell;
        this.analysis = shell.sourceCodeAnalysis();
    }

    /** Where a piece stands: its cell, the cell's text, and the offset of the piece in it. */
    record Origin(int cell, String code, int offset) {}

    /** A line of a cell. */
    record Line(int cell, int line, String text) {}

    /** An origin, and how many lines the class file counts before the first of the piece. */
    private record Place(Origin origin, int header) {}

    /** Notes that a snippet was compiled; {@code origin} is empty when it was compiled anew because of another. */
    void add(Snippet snippet, Optional<Origin> origin) {
        if (snippet.kind() == Snippet.Kind.IMPORT || snippet.kind() == Snippet.Kind.ERRONEOUS) {
            return;
        }
        origin.ifPresent(given -> written.put(snippet.id(), given));
        Origin known = written.get(snippet.id());
        if (known != null) {
            SnippetWrapper wrapper = analysis.wrapper(snippet);
            if (shell.status(snippet) != Snippet.Status.VALID) {
                // JShell replaced its bodies: all that is known is where it begins.
                places.put(wrapper.fullClassName(), new Place(known, Integer.MAX_VALUE));
                return;
            }
            String source = snippet.source();
            int last = source.length() - 1;
            while (last > 0 && (source.charAt(last) == ';' || Character.isWhitespace(source.charAt(last)))) {
                last--;
            }
            int before = JavaText.lineBreaks(wrapper.wrapped(), 0, wrapper.sourceToWrappedPosition(last));
            places.put(wrapper.fullClassName(), new Place(known, before - JavaText.lineBreaks(source, 0, last)));
        }
    }

    /** The class that holds a snippet's code. */
    String className(Snippet snippet) {
        return analysis.wrapper(snippet).fullClassName();
    }

    /** The line that a frame stands on, when it is a user's. */
    Optional<Line> line(StackTraceElement frame) {
        Place place = places.get(outermost(frame.getClassName()));
        if (place == null || frame.getLineNumber() < 1) {
            return Optional.empty();
        }
        Origin origin = place.origin();
        int line =
                JavaText.line(origin.code(), origin.offset()) + Math.max(0, frame.getLineNumber() - place.header() - 1);
        return Optional.of(new Line(origin.cell(), line, JavaText.lineText(origin.code(), line)));
    }

    /** {@code REPL.$JShell$12} of {@code REPL.$JShell$12$Inner$1}. */
    private static String outermost(String className) {
        int number = className.indexOf("$JShell$");
        int end = number < 0 ? -1 : className.indexOf('$', number + "$JShell$".length());
        return end < 0 ? className : className.substring(0, end);
    }

    /** A class name as the user wrote it. */
    static String plainName(String className) {
        return className.replaceFirst("^REPL\\.\\$JShell\\$\\w+?\\$(?=\\D)", "");
    }
}
