package dev.winnow.session;

import java.util.List;

/**
 * Why a cell ended early.
 *
 * @param name the class of the exception, {@code CompilationError} or {@code Interrupted}
 * @param message its message, empty when it has none
 * @param traceback lines for people, with ANSI colours
 */
public record CellError(String name, String message, List<String> traceback) {
    public CellError {
        traceback = List.copyOf(traceback);
    }
}
