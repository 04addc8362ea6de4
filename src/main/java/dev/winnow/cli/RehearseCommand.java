package dev.winnow.cli;

import dev.winnow.kernel.Rehearsal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What {@code install} runs to make the class-data archive of: a start, and cells of the usual kinds. */
@Command(name = "rehearse", hidden = true, description = "Play a session, for a class-data archive.")
final class RehearseCommand implements Callable<Integer> {
    private static final List<String> CELLS = List.of(
            "1 + 1",
            "int n = 3;\nfor (int i = 0; i < n; i++) System.out.println(\"line \" + i);",
            "int square(int x) { return x * x; }",
            "int square(int x) { return x * x + 0; }",
            "record Point(int x, int y) {}\nvar points = List.of(new Point(1, 2));",
            "points.stream().map(p -> p.x() + square(p.y())).collect(Collectors.toList())",
            "class Counter { int n; void more() { n++; } }\nvar counter = new Counter();\ncounter.more();",
            "String text = null;\ntext.length()",
            "int wrong = ;",
            "display(points);");
    private static final List<String> DATA = List.of(
            "Table.create(\"t\", IntColumn.create(\"n\", 1, 2), StringColumn.create(\"s\", \"a\", \"b\"))",
            "fo.listDatasets()",
            "F(\"uniqueness\").gt(0.5)",
            "fo.launchApp(zoo.loadDataset(\"road-scenes\", 2))");

    @Override
    public Integer call() {
        List<String> cells = new ArrayList<>(CELLS);
        if (CellLibraries.hasDataLibrary()) {
            cells.addAll(DATA);
        }
        Rehearsal.play(() -> Preload.session().build(), cells);
        return 0;
    }
}
