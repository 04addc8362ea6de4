package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statements and declarations compiled together, seeing what they need only, and one by one as JShell does it: the same output,
 * values, errors, line numbers and variables.
 */
class MergingTest {
    private static final String[] START = {
        "int n = 1;",
        "String s = \"a\";",
        "List<Object> list = new ArrayList<>();",
        "int[] array = {1, 2, 3};",
        "int twice(int x) { return 2 * x; }",
        "void fail(String why) {\n    throw new IllegalStateException(why);\n}"
    };
    private static final String RESTART = "n = 1; s = \"a\"; list.clear(); array = new int[] {1, 2, 3};";
    private static final String[] PIECES = {
        "n = n + 1;",
        "n++;",
        "s = s + n;",
        "list.add(s);",
        "System.out.println(n + s);",
        "System.err.println(\"e\" + n);",
        "array[n % 3] += 2;",
        "if (n % 2 == 0) System.out.println(\"even\"); else list.add(n);",
        "for (int i = 0; i < 3; i++) {\n    n += i;\n}",
        "for (Object each : list) System.out.print(each + \" \");",
        "while (n > 40) { n -= 7; }",
        "do { n += 3; } while (n < 5);",
        "try {\n    fail(\"caught\");\n} catch (RuntimeException e) {\n    list.add(e.getMessage());\n} finally {\n    n++;\n}",
        "switch (n % 3) {\n    case 0: s = \"zero\"; break;\n    default: s += \".\";\n}",
        "{ int local = n; list.add(local); }",
        "if (!(list instanceof ArrayList<Object> s2)) throw new AssertionError();",
        "if (!(((Object) \"bound\") instanceof String s)) throw new AssertionError();",
        "n;",
        "n + 1;",
        "\"text;\" + s;",
        "twice(n);",
        "list.stream().map(x -> \"<\" + x + \">\").forEach(System.out::print);",
        "new Object() { void go() { n += 100; } }.go();",
        "Runnable run = () -> { n++; };",
        "var made = twice(n);",
        "int other = n * 2;",
        "// a comment\nn -= 1; // and another",
        "/* before */ s = s.length() > 20 ? \"\" : s;",
        "synchronized (list) { list.size(); }",
        "list.clear();",
        "fail(\"thrown \" + n);",
        "n = list.size() / (n - n);",
        "array[7] = 1;",
        "unknown(n);",
        "int bad = \"text\";",
        "s = 5;",
        "throw new Exception(\"checked\");",
        "n = twice(\n    n\n);"
    };
    /** {@code @} is a number of its own for each piece, {@code #} that of an earlier one. */
    private static final String[] DECLARATIONS = {
        "int v@ = @;",
        "final String v@ = \"text \" + n;",
        "int v@ = n, w@ = v@ + 1;",
        "int v@;",
        "long v@ = v#;",
        "List<Object> v@ = new ArrayList<>(List.of(@, \"}\"));",
        "int[] v@ = {@, 2};",
        "Runnable v@ = () -> { n += @; };",
        "Object v@ = new Object() {\n    @Override\n    public String toString() { return \"own @\"; }\n};",
        "int v@ = twice(n) / (n % 3);",
        "int v@ = f#();",
        "int v@ = later@;\nint later@ = 5;",
        "int v@ = 1;\nlong v@ = 2;",
        "R# v@ = new R#(@);",
        "var v@ = new ArrayList<>(List.of(f#()));",
        "import java.util.function.*;",
        "import java.time.Year;\nimport static java.lang.Math.*;",
        "var v@ = List.of(@, n);",
        "var v@ = v#;",
        "var v@ = new Object() { int own = @; };\nint w@ = v@.own;",
        "var v@ = twice(@);\nvar w@ = v@ + 1;",
        "String v@ = @;",
        "int f@() { return n + @; }",
        "int f@() {\n    return @ + f#();\n}",
        "int f@() { return after@; }\nint after@ = @;\nint v@ = f@();",
        "int f@() { throw new IllegalStateException(\"f@\"); }",
        "int f@(int a) { return a; }\nint f@() { return f@(@); }",
        "<T> T f@(T one) { return one; }",
        "int f@();",
        "record R@(int size) {}",
        "record R@(int size) {\n    R@ {\n        if (size % 2 == 1) throw new IllegalArgumentException(\"odd\");\n    }\n}",
        "class C@ { int x = n; static int count = @; R# part; }",
        "enum E@ { A, B; int twice() { return 2 * ordinal(); } }",
        "interface I@ { default int two() { return @; } }\nI@ v@ = new I@() {};",
        "sealed interface S@ permits A@, B@ {}\nrecord A@(int a) implements S@ {}\nrecord B@() implements S@ {}\nS@ v@ = new A@(1);",
        "class L@ { M@ other; int own = 1; }\nclass M@ { L@ other = new L@(); }\nint v@ = new M@().other.own;",
        "abstract class T@<X> { abstract X get(); }\nclass U@ extends T@<String> { String get() { return \"u\"; } }\n"
                + "String v@ = new U@().get();",
        "@FunctionalInterface interface G@ { int of(int a); }\nint use@(G@ g) { return g.of(@); }\nint v@ = use@(a -> a + 1);",
        "int even@(int a) { return a == 0 ? 1 : odd@(a - 1); }\nint odd@(int a) { return a == 0 ? 0 : even@(a - 1); }\n"
                + "int v@ = even@(4);",
        "static int v@ = 3;",
        "public int f@() { return 4; }",
        "n += @;",
        "System.out.println(v#);",
        "fail(\"between @\");"
    };

    private static final String[] ENDS = {
        "", "n", "n + 1", "s", "list", "twice(n)", "array", "n = 3", "null", "fail(s)", "list.clear()"
    };

    private static final Output QUIET = new Output() {
        @Override
        public void stdout(String text) {}

        @Override
        public void stderr(String text) {}
    };

    private static JavaSession merged;
    private static JavaSession single;

    @BeforeAll
    static void start() {
        merged = JavaSession.builder().startup("import java.util.*;").build();
        single = JavaSession.builder()
                .startup("import java.util.*;")
                .merging(false)
                .build();
        merged.run(String.join("\n", START), 1, QUIET);
        single.run(String.join("\n", START), 1, QUIET);
    }

    @AfterAll
    static void stop() {
        merged.close();
        single.close();
    }

    /** Everything a cell shows, as lines. */
    private static List<String> told(JavaSession session, int number, String code) {
        List<String> told = new ArrayList<>();
        StringBuilder printed = new StringBuilder();
        CellResult result = session.run(code, number, new Output() {
            @Override
            public void stdout(String text) {
                printed.append(text);
            }

            @Override
            public void stderr(String text) {
                printed.append("err:").append(text);
            }
        });
        told.add(printed.toString());
        told.add(withoutPlace(result.value().map(Variable::text).orElse("no value")));
        result.error().ifPresent(error -> told.addAll(error.traceback()));
        session.variables().forEach(variable -> {
            told.add(withoutPlace(variable.name() + " " + variable.type() + " = " + variable.value()));
        });
        return told;
    }

    /** Where a thing lies and how its class is called differs. */
    private static String withoutPlace(String value) {
        return value.replaceAll("(REPL\\.\\S*)?\\$JShell\\$\\S*", "");
    }

    private static String cell(Random random) {
        StringBuilder cell = new StringBuilder();
        for (int i = 2 + random.nextInt(9); i > 0; i--) {
            cell.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextInt(4) == 0 ? " " : "\n");
        }
        return cell + ENDS[random.nextInt(ENDS.length)];
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_cell_compiled_together_does_what_its_pieces_do_one_by_one(long seed) {
        Random random = new Random(seed);
        int cells = Integer.getInteger("winnow.merging.cells", 12);
        for (int i = 0; i < cells; i++) {
            int number = i + 1;
            merged.run(RESTART, number, QUIET);
            single.run(RESTART, number, QUIET);
            String code = cell(random);
            assertThat(told(merged, number, code)).as(code).isEqualTo(told(single, number, code));
        }
    }

    private static String declarations(Random random, int from) {
        StringBuilder cell = new StringBuilder();
        int pieces = 2 + random.nextInt(7);
        for (int i = from; i < from + pieces; i++) {
            // One of the same cell, mostly; before the first cell there is none.
            int earlier = Math.max(0, i - 1 - random.nextInt(6));
            cell.append(DECLARATIONS[random.nextInt(DECLARATIONS.length)]
                            .replace("@Override", "$")
                            .replace("@Functional", "~")
                            .replace("@", String.valueOf(i))
                            .replace("$", "@Override")
                            .replace("~", "@Functional")
                            .replace("#", String.valueOf(earlier)))
                    .append('\n');
        }
        return cell + (random.nextInt(3) == 0 ? "v" + from : "");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void declarations_made_together_are_what_they_are_one_by_one(long seed) {
        Random random = new Random(seed);
        int cells = Integer.getInteger("winnow.merging.cells", 12);
        String last = RESTART;
        for (int i = 0; i < cells; i++) {
            merged.run(RESTART, 1, QUIET);
            single.run(RESTART, 1, QUIET);
            // Sometimes the cell before once more.
            int from = (int) seed * 10_000 + 10 * i;
            // Sometimes the cell before once more.
            String code = random.nextInt(4) == 0 ? last : declarations(random, from);
            assertThat(told(merged, 2, code)).as(code).isEqualTo(told(single, 2, code));
            String use = (random.nextBoolean() ? "f@()" : "new R@(2)")
                    .replace("@", String.valueOf(from + random.nextInt(4)));
            assertThat(told(merged, 3, use)).as(use + " behind " + code).isEqualTo(told(single, 3, use));
            last = code;
        }
    }

    @Test
    void a_hundred_declarations_are_four_compilations() {
        long before = merged.compilations();
        merged.run(
                String.join(
                        "\n",
                        IntStream.range(0, 100)
                                .mapToObj(i -> "int hundred" + i + " = " + i + ";")
                                .toList()),
                1,
                QUIET);
        assertThat(merged.compilations() - before).isEqualTo(4);
        assertThat(told(merged, 1, "hundred0 + hundred99")).contains("99");
    }

    @Test
    void a_hundred_statements_are_one_compilation() {
        String code = "int sum = 0;\n"
                + String.join(
                        "\n",
                        IntStream.range(0, 100)
                                .mapToObj(i -> "sum += " + i + ";")
                                .toList())
                + "\nsum";
        long before = merged.compilations();
        assertThat(told(merged, 1, code)).contains("4950");
        assertThat(merged.compilations() - before).isEqualTo(2);
    }

    @Test
    void more_statements_than_a_method_can_hold_still_run() {
        String code = "int count = 0;\n" + "count++;\n".repeat(1000) + "count";
        assertThat(told(merged, 1, code)).contains("1000");
    }
}
