package dev.winnow.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.winnow.display.Display;
import dev.winnow.display.ProgressDisplay;
import dev.winnow.session.CellResult;
import dev.winnow.session.JavaSession;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one notebook in this process, from its first cell to its last or to its first error. {@code run} starts one a notebook. */
@Command(name = "run-notebook", hidden = true, description = "Run one notebook in this process.")
final class NotebookCommand implements Callable<Integer> {
    private static final Pattern DECLARED =
            Pattern.compile("^\\s*(?:final\\s+)?\\w[\\w<>\\[\\]]*\\s+(\\w+)\\s*=", Pattern.MULTILINE);

    @Parameters(index = "0")
    private Path notebook = Path.of("");

    @Option(names = "-o", required = true)
    private Path executed = Path.of("");

    @Option(names = "--report", required = true)
    private Path report = Path.of("");

    @Option(names = "-p")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Override
    public Integer call() {
        PrintStream console = System.out;
        Notebook book = Notebook.read(notebook);
        inject(book);
        boolean failed = false;
        int count = 0;
        try (JavaSession session = Preload.session().build()) {
            List<JsonObject> cells =
                    book.cells().stream().filter(Notebook::isCode).toList();
            for (JsonObject cell : cells) {
                count++;
                String source = Notebook.source(cell);
                long start = System.nanoTime();
                CellOutputs outputs = new CellOutputs();
                boolean ran = !failed && execute(session, cell, source, count, outputs);
                if (failed) {
                    cell.add("outputs", new JsonArray());
                    cell.add("execution_count", com.google.gson.JsonNull.INSTANCE);
                    continue;
                }
                console.printf(
                        "  [%d/%d] %5.1f s  %s%n",
                        count, cells.size(), (System.nanoTime() - start) / 1e9, firstLine(source));
                if (!ran && !Notebook.tags(cell).contains("raises-exception")) {
                    failed = true;
                    cell.getAsJsonArray("outputs").forEach(output -> {
                        if (output.getAsJsonObject().has("traceback")) {
                            output.getAsJsonObject()
                                    .getAsJsonArray("traceback")
                                    .forEach(line -> console.println("  " + line.getAsString()));
                        }
                    });
                }
            }
        }
        book.write(executed);
        HtmlReport.write(book, notebook.getFileName().toString(), report);
        return failed ? 1 : 0;
    }

    private static boolean execute(
            JavaSession session, JsonObject cell, String source, int count, CellOutputs outputs) {
        CellResult result = session.run(source, count, outputs, () -> {
            Display.use(outputs);
            ProgressDisplay.show(outputs);
        });
        result.shown().ifPresent(bundle -> outputs.result(count, bundle));
        result.error().ifPresent(outputs::error);
        cell.add("outputs", outputs.toJson());
        cell.addProperty("execution_count", count);
        session.takeNextInput().ifPresent(text -> cell.add("source", Notebook.lines(text)));
        return result.ok();
    }

    private static String firstLine(String source) {
        String line = source.strip().lines().findFirst().orElse("");
        return line.length() > 72 ? line.substring(0, 71) + "…" : line;
    }

    /** Puts the caller's values behind the cell that declares the parameters. */
    private void inject(Notebook book) {
        if (parameters.isEmpty()) {
            return;
        }
        List<JsonObject> cells = book.cells();
        for (int i = 0; i < cells.size(); i++) {
            if (Notebook.tags(cells.get(i)).contains("parameters")) {
                Set<String> declared = new LinkedHashSet<>();
                for (Matcher name = DECLARED.matcher(Notebook.source(cells.get(i))); name.find(); ) {
                    declared.add(name.group(1));
                }
                StringBuilder values = new StringBuilder("// Parameters");
                parameters.forEach((name, value) -> {
                    if (!declared.contains(name)) {
                        throw new IllegalArgumentException("Parameter '" + name + "' is not declared in "
                                + notebook.getFileName() + ". Parameters: " + String.join(", ", declared) + ".");
                    }
                    values.append("\nvar ")
                            .append(name)
                            .append(" = ")
                            .append(literal(value))
                            .append(';');
                });
                book.insertCode(i, "injected-parameters", values.toString());
                return;
            }
        }
        throw new IllegalArgumentException(
                notebook.getFileName() + " has no cell tagged 'parameters', so -p cannot set anything in it.");
    }

    private static String literal(String value) {
        if (value.matches("-?\\d+(\\.\\d+)?|true|false")) {
            return value;
        }
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
