package dev.winnow.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagicCellTest {
    private static final Set<String> KNOWN = Set.of("maven", "time", "who", "jars", "html");

    private static List<MagicCell.Part> parts(String code) {
        return MagicCell.parts(code, KNOWN::contains);
    }

    /** The pieces on a line each, as {@code kind:text}. */
    private static String cut(String code) {
        return parts(code).stream()
                .map(part -> {
                    if (part instanceof MagicCell.Line line) {
                        return "line " + line.name() + ":" + code.substring(line.argumentsFrom(), line.to());
                    }
                    if (part instanceof MagicCell.Body body) {
                        return "cell " + body.name() + ":" + code.substring(body.argumentsFrom(), body.to()) + ":"
                                + code.substring(body.bodyFrom());
                    }
                    return "java:" + ((MagicCell.Java) part).text().strip();
                })
                .collect(Collectors.joining("\n"));
    }

    @Test
    void magics_stand_before_between_and_after_java() {
        assertThat(cut("%maven g:a:1\nimport java.util.*;\nvar n = 1;\n  %time n + 1\nn"))
                .isEqualTo("line maven: g:a:1\njava:import java.util.*;\nvar n = 1;\nline time: n + 1\njava:n");
    }

    @Test
    void a_cell_magic_takes_all_lines_below_it() {
        assertThat(cut("\n%%html wide\n<b>%time</b>\n\nend")).isEqualTo("cell html: wide:<b>%time</b>\n\nend");
        assertThat(cut("%%html")).isEqualTo("cell html::");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int r = a\n  % b;",
                "int r = a\n  %b;",
                "int r = a\n%who;",
                "int r = f(a)\n%who - 1;",
                "int r = list[0]\n%who(1);",
                "boolean r = a\n%b instanceof Integer;",
                "int r = switch (a) { default -> 5; }\n% b;",
                "i++\n%b;",
                "var text = \"\"\"\n    %maven g:a:1\n    %s hello\n    \"\"\".formatted(1);",
                "// about:\n/* magics\n%maven g:a:1\n*/ int a = 1;",
                "String s = \"%time\" + '%';",
                "x %= 3;",
                "printf(\"%d%n\", 100 % 7);",
                "% 3"
            })
    void what_java_can_mean_stays_java(String code) {
        assertThat(parts(code)).allMatch(MagicCell.Java.class::isInstance);
        assertThat(((MagicCell.Java) parts(code).get(0)).text()).isEqualTo(code);
    }

    @Test
    void what_java_cannot_mean_is_a_magic_even_without_a_semicolon_before_it() {
        assertThat(cut("int r = 5\n%maven g:a:1")).isEqualTo("java:int r = 5\nline maven: g:a:1");
        assertThat(cut("import java.util.*\n%nosuch")).isEqualTo("java:import java.util.*\nline nosuch:");
        assertThat(cut("class A {}\n%who")).isEqualTo("java:class A {}\nline who:");
        assertThat(cut("f()\n%time \"a\"")).isEqualTo("java:f()\nline time: \"a\"");
    }

    @Test
    void java_keeps_its_offsets_and_lines() {
        String code = "%maven g:a:1\nvar n = 1;\n%time n\nn + 1";
        for (MagicCell.Part part : parts(code)) {
            if (part instanceof MagicCell.Java java) {
                assertThat(java.text()).hasSameSizeAs(code);
                assertThat(java.text().lines().count()).isEqualTo(4);
            }
        }
        assertThat(((MagicCell.Java) parts(code).get(1)).text())
                .isEqualTo(" ".repeat(12) + "\nvar n = 1;\n       \n     ");
    }

    @Test
    void a_magic_behind_an_equals_sign_gives_its_value() {
        assertThat(cut("List<String> a = %jars \"my lib/*.jar\"\na.size()"))
                .isEqualTo("java:List<String> a = dev.winnow.session.JavaSession.current().lineMagic("
                        + "\"jars \\\"my lib/*.jar\\\"\");\na.size()");
        assertThat(cut("for (;;) {\n    %time f();\n}"))
                .isEqualTo("java:for (;;) {\n    dev.winnow.session.JavaSession.current().lineMagic(\"time f()\");\n}");
    }

    @Test
    void arguments_are_split_at_spaces_and_kept_together_by_quotes() {
        assertThat(MagicCall.split(" a \"b c\" C:\\lib\\x.jar \\\"q\\\" \"\" http://x/y // why"))
                .containsExactly("a", "b c", "C:\\lib\\x.jar", "\"q\"", "", "http://x/y");
    }
}
