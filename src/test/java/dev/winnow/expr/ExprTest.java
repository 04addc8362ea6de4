package dev.winnow.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each expression says of one sample, whose values stand below. */
class ExprTest {
    private static final Map<String, Object> SAMPLE = Map.of(
            "id",
            "65f0c0ffee65f0c0ffee65f0",
            "half",
            0.5,
            "whole",
            7L,
            "below",
            -2.25,
            "name",
            "Ka\u00fc\uD83D\uDE00 9",
            "path",
            "left/day/01.png",
            "flag",
            true,
            "tags",
            List.of("b", "a", "b"),
            "numbers",
            List.of(3L, 1.5, 3L),
            "labels",
            List.of(Map.of("label", "car", "confidence", 0.9), Map.of("label", "van")));

    private static @Nullable Object of(Expr expr) {
        return expr.value(path -> SAMPLE.get(path.startsWith("$") ? path.substring(1) : path));
    }

    private static Field F(String path) {
        return Field.of(path);
    }

    @Test
    void equality_treats_missing_as_a_value_and_order_is_false_on_it() {
        assertThat(of(F("none").eq(null))).isEqualTo(true);
        assertThat(of(F("none").isMissing())).isEqualTo(true);
        assertThat(of(F("none").isNull())).isEqualTo(true);
        assertThat(of(F("none").exists())).isEqualTo(false);
        assertThat(of(F("none").ne("x"))).isEqualTo(true);
        assertThat(of(F("none").eq("x"))).isEqualTo(false);
        assertThat(of(F("none").lt(3))).isEqualTo(false);
        assertThat(of(F("none").le(3))).isEqualTo(false);
        assertThat(of(F("none").gt(3))).isEqualTo(false);
        assertThat(of(F("none").ge(3))).isEqualTo(false);
        assertThat(of(F("none").lt(3).not())).isEqualTo(true);
        assertThat(of(F("none").isIn("x", null))).isEqualTo(true);
        assertThat(of(F("none").isIn("x"))).isEqualTo(false);
        assertThat(of(F("none").length())).isEqualTo(0L);
        assertThat(of(F("none").add(1))).isNull();
        assertThat(of(F("half").add(F("none")))).isNull();
        assertThat(of(F("half").div(0).sub(F("half").div(0)).isMissing())).isEqualTo(true);
        assertThat(of(F("none").ifNull(4))).isEqualTo(4);
        assertThat(of(F("none").sum())).isNull();
        assertThat(of(F("none").type())).isEqualTo("missing");
    }

    @Test
    void comparisons_and_conditions() {
        assertThat(of(F("whole").eq(7.0))).isEqualTo(true);
        assertThat(of(F("whole").ge(7))).isEqualTo(true);
        assertThat(of(F("whole").le(7))).isEqualTo(true);
        assertThat(of(F("path").gt("left"))).isEqualTo(true);
        assertThat(of(F("flag").eq(true).and(F("whole").lt(8)))).isEqualTo(true);
        assertThat(of(F("flag").ne(true).or(F("whole").lt(7)))).isEqualTo(false);
        assertThat(of(Cond.any(F("whole").lt(1), F("half").gt(0)))).isEqualTo(true);
        assertThat(of(Cond.all(F("whole").lt(1), F("half").gt(0)))).isEqualTo(false);
        assertThat(of(Cond.any())).isEqualTo(false);
        assertThat(of(F("whole").isIn(List.of(1, 7)))).isEqualTo(true);
        assertThatThrownBy(() -> of(F("path").lt(3))).hasMessageContaining("Cannot order \"left/day/01.png\" and 3");
    }

    @Test
    void arithmetic() {
        assertThat(of(F("half").add(1).mul(4).sub(1).div(2))).isEqualTo(2.5);
        assertThat(of(F("whole").mod(4))).isEqualTo(3.0);
        assertThat(of(F("whole").pow(2))).isEqualTo(49.0);
        assertThat(of(F("below").abs())).isEqualTo(2.25);
        assertThat(of(F("below").floor())).isEqualTo(-3.0);
        assertThat(of(F("below").ceil())).isEqualTo(-2.0);
        assertThat(of(F("below").round())).isEqualTo(-2.0);
        assertThat(of(F("half").round())).isEqualTo(0.0);
        assertThat(of(F("below").round(1))).isEqualTo(-2.2);
        // As Python's round: 0.15 is a little less than it looks, 0.05 a little more, and 0.25 lies in the middle.
        assertThat(of(Expr.literal(0.15).round(1))).isEqualTo(0.1);
        assertThat(of(Expr.literal(0.05).round(1))).isEqualTo(0.1);
        assertThat(of(Expr.literal(0.25).round(1))).isEqualTo(0.2);
        assertThat(of(Expr.literal(2.675).round(2))).isEqualTo(2.67);
        assertThat(of(Expr.literal(1234.0).round(-2))).isEqualTo(1200.0);
        assertThat(of(F("below").trunc())).isEqualTo(-2.0);
        assertThat(of(F("below").trunc(1))).isEqualTo(-2.2);
        assertThat(of(Expr.literal(9).sqrt())).isEqualTo(3.0);
        assertThat((Double) of(F("half").exp().ln())).isCloseTo(0.5, within(1e-12));
        assertThat((Double) of(Expr.of(8).log(2))).isCloseTo(3, within(1e-12));
        assertThat(of(Expr.of(1000).log10())).isEqualTo(3.0);
        assertThatThrownBy(() -> of(F("tags").sqrt())).hasMessageContaining("cannot be computed for List.of");
    }

    @Test
    void numbers_drawn_by_seed_and_id_are_the_same_each_time() {
        assertThat(of(Expr.rand(51))).isEqualTo(of(Expr.rand(51))).isNotEqualTo(of(Expr.rand(52)));
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < 4000; i++) {
            String id = String.format("%024x", i * 7919L);
            double uniform = (Double) Expr.rand(1).value(path -> id);
            assertThat(uniform).isBetween(0.0, 1.0);
            double normal = (Double) Expr.randn(1).value(path -> id);
            sum += normal;
            squares += normal * normal;
        }
        assertThat(sum / 4000).isCloseTo(0, within(0.06));
        assertThat(squares / 4000).isCloseTo(1, within(0.1));
    }

    @Test
    void texts() {
        assertThat(of(F("name").upper())).isEqualTo("KA\u00dc\uD83D\uDE00 9");
        assertThat(of(F("name").lower())).isEqualTo("ka\u00fc\uD83D\uDE00 9");
        assertThat(of(F("name").strlen())).isEqualTo(6L);
        assertThat(of(F("none").strlen())).isNull();
        assertThat(of(F("name").substr(3, 1))).isEqualTo("\uD83D\uDE00");
        assertThat(of(F("name").substr(-1))).isEqualTo("9");
        assertThat(of(Expr.of("  x ").strip())).isEqualTo("x");
        assertThat(of(Expr.of("  x ").lstrip())).isEqualTo("x ");
        assertThat(of(Expr.of("  x ").rstrip())).isEqualTo("  x");
        assertThat(of(Expr.of("xxaxx").strip("x"))).isEqualTo("a");
        assertThat(of(Expr.of("xxaxx").lstrip("x"))).isEqualTo("axx");
        assertThat(of(Expr.of("xxaxx").rstrip("x"))).isEqualTo("xxa");
        assertThat(of(F("path").replace("/", "."))).isEqualTo("left.day.01.png");
        assertThat(of(F("path").split("/"))).isEqualTo(List.of("left", "day", "01.png"));
        assertThat(of(F("path").split("/", 1))).isEqualTo(List.of("left", "day/01.png"));
        assertThat(of(F("path").rsplit("/", 1))).isEqualTo(List.of("left/day", "01.png"));
        assertThat(of(F("path").split("/").join("-"))).isEqualTo("left-day-01.png");
        assertThat(of(F("whole").toStr().concat(":", F("flag")))).isEqualTo("7:true");
        assertThat(of(F("path").startsWith("right", "left"))).isEqualTo(true);
        assertThat(of(F("path").endsWith(".jpg"))).isEqualTo(false);
        assertThat(of(F("path").containsStr("day", "night"))).isEqualTo(true);
        assertThat(of(F("path").matchesStr("left"))).isEqualTo(false);
        assertThat(of(F("path").matchesStr("x", "left/day/01.png"))).isEqualTo(true);
        assertThat(of(F("path").reMatch("\\d+\\.png$"))).isEqualTo(true);
    }

    @Test
    void casts_and_kinds() {
        assertThat(of(F("below").toInt())).isEqualTo(-2L);
        assertThat(of(Expr.of("3.5").toDouble())).isEqualTo(3.5);
        assertThat(of(Expr.of("3").toInt())).isEqualTo(3L);
        assertThat(of(Expr.of("").toBool())).isEqualTo(false);
        assertThat(of(F("whole").toBool())).isEqualTo(true);
        assertThat(of(F("flag").toInt())).isEqualTo(1L);
        assertThat(of(Expr.of(2.0).toStr())).isEqualTo("2");
        assertThat(of(F("name").isString())).isEqualTo(true);
        assertThat(of(F("name").isNumber())).isEqualTo(false);
        assertThat(of(F("tags").isArray())).isEqualTo(true);
        assertThat(of(F("labels").at(0).type())).isEqualTo("object");
    }

    @Test
    void lists() {
        assertThat(of(F("numbers").sum())).isEqualTo(7.5);
        assertThat(of(F("numbers").mean())).isEqualTo(2.5);
        assertThat(of(F("numbers").min())).isEqualTo(1.5);
        assertThat(of(F("numbers").max())).isEqualTo(3.0);
        assertThat((Double) of(F("numbers").std())).isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(of(F("tags").at(-1))).isEqualTo("b");
        assertThat(of(F("tags").at(3))).isNull();
        assertThat(of(F("tags").slice(1))).isEqualTo(List.of("a", "b"));
        assertThat(of(F("tags").slice(0, -1))).isEqualTo(List.of("b", "a"));
        assertThat(of(F("tags").sort())).isEqualTo(List.of("a", "b", "b"));
        assertThat(of(F("tags").sort(true))).isEqualTo(List.of("b", "b", "a"));
        assertThat(of(F("tags").append("c").reverse())).isEqualTo(List.of("c", "b", "a", "b"));
        assertThat(of(F("tags").prepend("c").at(0))).isEqualTo("c");
        assertThat(of(F("tags").insert(1, "c"))).isEqualTo(List.of("b", "c", "a", "b"));
        assertThat(of(F("tags").extend(List.of("d")).length())).isEqualTo(4L);
        assertThat(of(F("tags").unique())).isEqualTo(List.of("b", "a"));
        assertThat(of(F("tags").union(List.of("c", "a")))).isEqualTo(List.of("b", "a", "c"));
        assertThat(of(F("tags").intersection(List.of("c", "a")))).isEqualTo(List.of("a"));
        assertThat(of(F("tags").difference(List.of("c", "a")))).isEqualTo(List.of("b"));
        assertThat(of(F("tags").enumerate().at(1))).isEqualTo(List.of(1L, "a"));
        assertThat(of(Expr.range(2, 5))).isEqualTo(List.of(2L, 3L, 4L));
        assertThat(of(F("tags").contains("z", "a"))).isEqualTo(true);
        assertThat(of(F("tags").contains(List.of("z", "a"), true))).isEqualTo(false);
        assertThat(of(F("tags").isSubset(List.of("a", "b", "c")))).isEqualTo(true);
        assertThat(of(F("tags").setEquals(List.of("a", "b")))).isEqualTo(true);
    }

    @Test
    void what_is_asked_of_elements_reaches_the_sample_by_a_dollar() {
        assertThat(of(F("labels").filter(F("confidence").gt(F("$half"))).length()))
                .isEqualTo(1L);
        assertThat(of(F("labels").map(F("label").concat("-", F("$whole"))))).isEqualTo(List.of("car-7", "van-7"));
        assertThat(of(F("tags").filter(F("tag").ne("a")).length())).isEqualTo(2L);
        assertThat(of(F("labels").at(0).apply(F("label")))).isEqualTo("car");
        assertThat(of(F("labels").at(1).setField("far", F("label").eq("van"))))
                .isEqualTo(Map.of("label", "van", "far", true));
        Set<String> read = new TreeSet<>();
        F("labels").filter(F("confidence").gt(F("$half"))).paths(read);
        assertThat(read).containsExactly("$half", "labels");
    }

    @Test
    void choices() {
        assertThat(of(F("whole").gt(5).ifElse("many", "few"))).isEqualTo("many");
        assertThat(of(F("whole").cases(6, "six", 7, "seven", "other"))).isEqualTo("seven");
        assertThat(of(F("whole").cases(6, "six"))).isNull();
        assertThat(of(F("half").switchCases(F("it").lt(0.3), "low", F("it").lt(0.7), "mid", "high")))
                .isEqualTo("mid");
        assertThat(of(F("path").mapValues(Map.of("left/day/01.png", "first")))).isEqualTo("first");
        assertThat(of(F("name").mapValues(Map.of("x", "y")))).isEqualTo(SAMPLE.get("name"));
    }

    @Test
    void an_expression_reads_as_the_java_that_makes_it() {
        Map<String, Object> mapping = new HashMap<>();
        mapping.put("a", 1);
        assertThat(Expr.literal(1).sub(F("a")).gt(2L).and(F("b").isIn("x", null)))
                .hasToString("Expr.of(1).sub(F(\"a\")).gt(2L).and(F(\"b\").isIn(\"x\", null))");
        assertThat(F("a").isIn(true)).hasToString("F(\"a\").isIn(Arrays.asList(true))");
        assertThat(F("a").isIn(Arrays.asList((Object) null)))
                .hasToString("F(\"a\").isIn(Arrays.asList((Object) null))");
        assertThat(F("a\n\u0007").eq(Double.NaN)).hasToString("F(\"a\\n\\u0007\").eq(Double.NaN)");
        assertThat(F("a").contains(List.of("x"), true)).hasToString("F(\"a\").contains(List.of(\"x\"), true)");
        assertThat(F("a").mapValues(mapping)).hasToString("F(\"a\").mapValues(Map.ofEntries(Map.entry(\"a\", 1)))");
        assertThat(Cond.any(F("a").exists(), Expr.rand(5).lt(0.5f)))
                .hasToString("Cond.any(F(\"a\").exists(), Expr.rand(5L).lt(0.5))");
    }

    @Test
    void an_operation_that_does_not_exist_is_refused() {
        assertThatThrownBy(() -> new Calc("cosh", List.of(F("a"))))
                .hasMessageContaining("No expression is called 'cosh'");
        assertThatThrownBy(() -> new dev.winnow.expr.Test("like", List.of(F("a"))))
                .hasMessageContaining("'like'");
    }
}
