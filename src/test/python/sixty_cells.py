"""Sixty mixed cells, what each must say, and edits that are run afterwards, out of order.

A cell is (source, said): what it prints, then its value as text; of an error its last line. Used by clients.py and ../browser/clients.mjs.
"""
import json
import sys

CELLS = [
    ("import java.util.function.*;", ""),
    ("int n = 6;", ""),
    ("n * 7", "42"),
    ('String name = "Grüße 😀";', ""),
    ("name", "Grüße 😀"),
    ("name.length()", "8"),
    ("int twice(int x) { return 2 * x; }", ""),
    ("twice(n)", "12"),
    ("record Point(int x, int y) { int sum() { return x + y; } }", ""),
    ("var point = new Point(3, 4);", ""),
    ("point", "Point[x=3, y=4]"),
    ("point.sum()", "7"),
    ("enum Color { RED, GREEN }", ""),
    ("Color.valueOf(\"GREEN\").ordinal()", "1"),
    ("interface Shape { double area(); }", ""),
    ("class Square implements Shape {\n    final double side;\n    Square(double side) { this.side = side; }\n    public double area() { return side * side; }\n}", ""),
    ("Shape shape = new Square(1.5);", ""),
    ("shape.area()", "2.25"),
    ("<T extends Comparable<T>> T largest(List<T> all) { return Collections.max(all); }", ""),
    ("largest(List.of(3, 9, 4))", "9"),
    ("IntBinaryOperator add = (a, b) -> a + b;", ""),
    ("add.applyAsInt(20, 22)", "42"),
    ('System.out.println("to stdout");', "to stdout\n"),
    ('System.err.println("to stderr");', "to stderr\n"),
    ('for (int i = 0; i < 3; i++) {\n    System.out.println("line " + i);\n}', "line 0\nline 1\nline 2\n"),
    ('System.out.print("before "); "value"', "before value"),
    ("plan_free_name = 3", "ERROR"),
    ("1 + 1", "2"),
    ("throw new IllegalStateException(\"as asked\");", "ERROR as asked"),
    ("int[] squares = IntStream.range(0, 5).map(i -> i * i).toArray();", ""),
    ("Arrays.toString(squares)", "[0, 1, 4, 9, 16]"),
    ("squares[7]", "ERROR Index 7 out of bounds for length 5"),
    ("squares.length", "5"),
    ('String block = """\n    two\n    lines % and "quotes"\n    """;', ""),
    ("block.lines().count()", "2"),
    ("// only a comment", ""),
    ("/* a block\n   comment */ 5 % 3", "2"),
    ("List.of(1, 2, 3).stream().mapToInt(Integer::intValue).sum()", "6"),
    ("Map<String, Integer> counts = new TreeMap<>();", ""),
    ('counts.merge("car", 2, Integer::sum); counts.merge("bus", 1, Integer::sum); counts', "{bus=1, car=2}"),
    ("counts.get(\"car\");", ""),
    ('var optional = Optional.of("there");', ""),
    ("optional", "there"),
    ("null", ""),
    ("long big = 1L << 40; big", "1099511627776"),
    ("'x'", "x"),
    ("true && n > 5", "true"),
    ("Thread thread = new Thread(() -> System.out.println(\"from a thread\"));\nthread.start(); thread.join();", "from a thread\n"),
    ("for (int i = 0; i < 5000; i++) System.out.println(i);", "".join(f"{i}\n" for i in range(5000))),
    ("import java.awt.image.BufferedImage;", ""),
    ("new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB)", "picture of 40 × 20 pixels"),
    ('display("shown");', "shown"),
    ('var shown = display("first"); updateDisplay(shown, "second");', "second"),
    ("int fib(int k) { return k < 2 ? k : fib(k - 1) + fib(k - 2); }", ""),
    ("fib(20)", "6765"),
    ("sealed interface Node permits Leaf, Fork {}\nrecord Leaf(int value) implements Node {}\nrecord Fork(Node left, Node right) implements Node {}", ""),
    ("int total(Node node) {\n    if (node instanceof Leaf leaf) return leaf.value();\n    var fork = (Fork) node;\n    return total(fork.left()) + total(fork.right());\n}", ""),
    ("total(new Fork(new Leaf(40), new Leaf(2)))", "42"),
    ("Thread.sleep(20); System.out.print(\"10 %\\r20 %\\r\");", "10 %\r20 %\r"),
    ("twice(n) + point.sum() + fib(10)", "74"),
]

# (cell, new source or None to run it as it is, what it must say), in this order
EDITS = [
    (6, "int twice(int x) { return 200 * x; }", ""),
    (7, None, "1200"),
    (59, None, "1262"),
    (1, "int n = 7;", ""),
    (2, None, "49"),
    (11, "point.x() * point.y()", "12"),
    (53, "int fib(int k) { return k < 2 ? k : fib(k - 2) + fib(k - 1); }", ""),
    (54, None, "6765"),
    (15, "class Square implements Shape {\n    final double side;\n    Square(double side) { this.side = side; }\n    public double area() { return -side * side; }\n}", ""),
    (16, None, ""),
    (17, None, "-2.25"),
    (38, "Map<String, Integer> counts = new TreeMap<>(Map.of(\"cat\", 9));", ""),
    (39, None, "{bus=1, car=2, cat=9}"),
    (0, "import java.util.function.*;\nimport java.time.Duration;", ""),
    (35, "Duration.ofMinutes(2).toSeconds()", "120"),
    (21, None, "42"),
    (59, None, "1462"),
]

assert len(CELLS) == 60


def notebook(cells):
    """A notebook of these sources; cells that must fail are tagged so."""
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "winnow", "display_name": "Java (Winnow)", "language": "java"}},
        "cells": [
            {
                "id": f"cell-{i}",
                "cell_type": "code",
                "metadata": {"tags": ["raises-exception"]} if said.startswith("ERROR") else {},
                "source": source,
                "outputs": [],
                "execution_count": None,
            }
            for i, (source, said) in enumerate(cells)
        ],
    }


def said(outputs):
    """What a cell's outputs say, in the form of the list above."""
    text = ""
    for output in outputs:
        if output["output_type"] == "stream":
            text += "".join(output["text"])
        elif output["output_type"] == "error":
            text += f"ERROR {output['evalue']}"
        else:
            text += "".join(output["data"]["text/plain"])
    return text


def agrees(outputs, expected):
    got = said(outputs)
    return got.startswith("ERROR") if expected == "ERROR" else got == expected


def sequence():
    """All that is run, in order: the sixty, then the edits, as one straight list."""
    current = [source for source, _ in CELLS]
    run = list(CELLS)
    for cell, source, expected in EDITS:
        current[cell] = source if source is not None else current[cell]
        run.append((current[cell], expected))
    return run


if __name__ == "__main__":
    json.dump({"notebook": notebook(CELLS), "cells": CELLS, "edits": EDITS}, sys.stdout)
