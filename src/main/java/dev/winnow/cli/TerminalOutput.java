package dev.winnow.cli;

import dev.winnow.display.Display;
import dev.winnow.display.DisplayHandle;
import dev.winnow.display.MimeBundle;
import dev.winnow.display.ProgressDisplay;
import dev.winnow.session.CellError;
import dev.winnow.session.CellResult;
import dev.winnow.session.JavaSession;
import dev.winnow.session.Output;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Shows what cells print and give as text, pictures included where the terminal can. */
final class TerminalOutput implements Output, Display {
    private static final Pattern ANSI = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final String LINE_UP = "\u001b[A\r\u001b[K";

    private final Consumer<String> out;
    private final Consumer<String> err;
    private final boolean color;
    private final Consumer<byte[]> picture;
    private Object newest = "";

    /**
     * @param color whether ANSI codes may be written
     * @param picture draws a PNG
     */
    TerminalOutput(Consumer<String> out, Consumer<String> err, boolean color, Consumer<byte[]> picture) {
        this.out = out;
        this.err = err;
        this.color = color;
        this.picture = picture;
    }

    static TerminalOutput of(PrintStream out, PrintStream err, boolean color) {
        return new TerminalOutput(
                text -> {
                    out.print(text);
                    out.flush();
                },
                text -> {
                    err.print(text);
                    err.flush();
                },
                color,
                png -> {});
    }

    static TerminalOutput of(PrintWriter terminal, boolean color, Consumer<byte[]> picture) {
        Consumer<String> write = text -> {
            terminal.print(text);
            terminal.flush();
        };
        return new TerminalOutput(write, write, color, picture);
    }

    /** Runs a cell and shows its value or error; false if it failed. */
    boolean run(JavaSession session, String code, int number) {
        CellResult result = session.run(code, number, this, () -> {
            Display.use(this);
            ProgressDisplay.show(this);
        });
        result.shown().ifPresent(this::publish);
        result.error().ifPresent(this::error);
        return result.ok();
    }

    @Override
    public synchronized void stdout(String text) {
        newest = text;
        out.accept(text);
    }

    @Override
    public synchronized void stderr(String text) {
        newest = text;
        err.accept(text);
    }

    @Override
    public synchronized DisplayHandle publish(MimeBundle bundle) {
        stdout(bundle.plain().stripTrailing() + "\n");
        if (bundle.data().get(MimeBundle.PNG) instanceof byte[] png) {
            picture.accept(png);
        }
        Object own = new Object();
        newest = own;
        return replacement -> replace(own, replacement);
    }

    /** A line that nothing followed is written over; what stands further up is history. */
    private synchronized void replace(Object own, MimeBundle replacement) {
        String text = replacement.plain().stripTrailing();
        if (newest == own && color && text.indexOf('\n') < 0) {
            out.accept(LINE_UP + text + "\n");
        }
    }

    private synchronized void error(CellError error) {
        for (String line : error.traceback()) {
            stderr((color ? line : ANSI.matcher(line).replaceAll("")) + "\n");
        }
    }
}
