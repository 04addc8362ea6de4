package dev.winnow.cli;

import dev.winnow.session.Completion;
import dev.winnow.session.JavaSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.jline.keymap.KeyMap;
import org.jline.reader.Buffer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.impl.TerminalGraphicsManager;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * The prompt. A piece of code may take several lines: Enter runs it once it is whole, and breaks the line otherwise. Tab completes;
 * where there is nothing to complete it shows the signature, and pressed again the documentation. Ctrl-C stops the running code.
 */
final class Repl {
    private static final String TAB = "winnow-tab";

    private final Terminal terminal;
    private final CompletableFuture<JavaSession> session;
    private final LineReader reader;
    private final TerminalOutput output;
    private final boolean color;
    private String documented = "";

    /**
     * @param session made while the first line is typed
     * @param history the file that keeps what was typed
     */
    Repl(Terminal terminal, CompletableFuture<JavaSession> session, Path history, boolean color) {
        this.terminal = terminal;
        this.session = session;
        this.color = color;
        output = TerminalOutput.of(terminal.writer(), color, this::draw);
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("winnow")
                .parser(new ReplParser(session))
                .completer(new ReplCompleter())
                .highlighter(new JavaHighlighter(color))
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, color ? "\u001b[32m%P   ...: \u001b[0m" : "%P   ...: ")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, true)
                .option(LineReader.Option.INSERT_TAB, true)
                .build();
        reader.getWidgets().put(TAB, this::tab);
        for (String map : new String[] {LineReader.EMACS, LineReader.VIINS}) {
            Objects.requireNonNull(reader.getKeyMaps().get(map), map).bind(new Reference(TAB), KeyMap.ctrl('I'));
        }
    }

    /** Reads and runs until Ctrl-D. */
    void run() throws IOException {
        terminal.writer()
                .println(
                        "Winnow " + Main.version() + ", Java "
                                + Runtime.version().feature()
                                + ". Tab completes, Tab again documents, Ctrl-R searches the history, Ctrl-C stops, Ctrl-D leaves.");
        int number = 1;
        while (true) {
            String code;
            try {
                code = reader.readLine(prompt(number));
            } catch (UserInterruptException cleared) {
                continue;
            } catch (EndOfFileException leave) {
                break;
            }
            if (code.isBlank()) {
                continue;
            }
            if (code.strip().matches("exit|quit")) {
                break;
            }
            SignalHandler before =
                    terminal.handle(Signal.INT, signal -> session.join().interrupt());
            try {
                output.run(session.join(), code, number++);
            } finally {
                terminal.handle(Signal.INT, before);
            }
        }
        reader.getHistory().save();
    }

    private String prompt(int number) {
        String text = "In [" + number + "]: ";
        return color
                ? new AttributedString(text, AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN)).toAnsi(terminal)
                : text;
    }

    private boolean tab() {
        Buffer buffer = reader.getBuffer();
        String code = buffer.toString();
        int cursor = buffer.cursor();
        String line = code.substring(code.lastIndexOf('\n', Math.max(0, cursor - 1)) + 1, cursor);
        if (line.isBlank()) {
            buffer.write("    ");
            return true;
        }
        if (line.endsWith("(") || isWhole(session.join().complete(code, cursor), code, cursor)) {
            document(code, cursor);
            return true;
        }
        reader.callWidget(LineReader.EXPAND_OR_COMPLETE);
        return true;
    }

    /** Whether what stands before the cursor is all that could stand there. */
    private static boolean isWhole(Completion completion, String code, int cursor) {
        String typed = code.substring(Math.min(completion.start(), cursor), cursor);
        return completion.matches().stream()
                .allMatch(match -> match.text().replaceAll("\\(\\)?$", "").equals(typed));
    }

    private void document(String code, int cursor) {
        int end = code.startsWith("(", Math.max(0, cursor - 1)) ? cursor - 1 : cursor;
        Optional<String> found = session.join().inspect(code, end);
        String place = cursor + code;
        boolean again = place.equals(documented);
        documented = place;
        String text = found.map(all -> again ? all : all.split("\n\n", 2)[0]).orElse("Nothing is known about this.");
        reader.printAbove(
                found.isPresent() && !again && found.get().contains("\n\n") ? text + "\n(Tab again: more)" : text);
    }

    /** As a picture where the terminal has a way, else as half blocks of colour. */
    private void draw(byte[] png) {
        if (!color || terminal.getType().startsWith("dumb")) {
            return;
        }
        try {
            var image = ImageIO.read(new ByteArrayInputStream(png));
            if (image == null) {
                return;
            }
            if (TerminalGraphicsManager.isGraphicsSupported(terminal)) {
                TerminalGraphicsManager.displayImage(terminal, image);
                terminal.writer().println();
            } else {
                HalfBlocks.of(
                                image,
                                Math.max(20, Math.min(100, terminal.getSize().getColumns() - 2)))
                        .forEach(line -> terminal.writer().println(line.toAnsi(terminal)));
            }
            terminal.flush();
        } catch (IOException unreadable) {
            terminal.writer().println("(the picture cannot be drawn: " + unreadable.getMessage() + ")");
        }
    }
}
