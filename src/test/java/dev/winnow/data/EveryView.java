package dev.winnow.data;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.label.Classification;
import dev.winnow.label.Detection;
import dev.winnow.vectors.Embeddings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A view for every stage and every expression that there is, of two samples. */
public final class EveryView {
    private EveryView() {}

    public static Dataset dataset(Home home, String name) {
        Dataset dataset = Dataset.create(home, name, IfExists.FAIL);
        dataset.addSamples(List.of(
                SampleDraft.of("a.jpg")
                        .tag("x")
                        .set("score", 0.5)
                        .set("n", 3)
                        .set("word", "a\"b\\c\u0007\n\u00fc")
                        .set("weather", Classification.of("rain"))
                        .detections(
                                "gt",
                                List.of(Detection.of("car", 0, 0, 0.5, 0.5).withConfidence(0.7))),
                SampleDraft.of("b.jpg").tag("y").set("n", 4).detections("gt", List.of())));
        dataset.setEmbeddings("v", Embeddings.of(dataset.ids(), new float[] {1, 0, 0, 1}, 2));
        dataset.putRun("evaluation", "eval", "{\"key\":\"eval\",\"pred_field\":\"pred\",\"gt_field\":\"gt\"}");
        dataset.cloneSampleField("gt", "pred");
        dataset.setLabelValues("gt", "eval", List.of("fn"));
        return dataset;
    }

    private static Field F(String path) {
        return Field.of(path);
    }

    public static List<View> of(Dataset dataset) {
        String id = dataset.first().id();
        return List.of(
                dataset.match(F("score")
                        .gt(0.25)
                        .and(F("n").le(3L))
                        .or(F("word").eq(null))
                        .not()),
                dataset.match(F("word").isIn("a\"b\\c\u0007\n\u00fc", null, "\t")),
                dataset.match(F("word").isIn(Arrays.asList((Object) null))),
                dataset.match(F("score").isIn(0.5, 1, 2L, 1e300)),
                dataset.match(
                        F("tags").contains(List.of("x", "y"), true).or(F("tags").contains("x"))),
                dataset.match(Cond.any(
                        Expr.rand(51).lt(0.5),
                        Expr.literal(1).eq(F("n")),
                        F("word").reMatch("a.*"))),
                dataset.match(F("gt.detections")
                        .filter(F("confidence").gt(F("$score")))
                        .length()
                        .ge(1)),
                dataset.match(F("n").cases(3, "x", 4, "y", "z")
                        .eq("x")
                        .or(F("n").gt(3).ifElse(1, 2).eq(1))),
                dataset.match(F("word").mapValues(Map.of("q", "r")).startsWith("a", "b")),
                dataset.match(
                        F("score").lt(Double.POSITIVE_INFINITY).or(F("score").eq(Double.NaN))),
                dataset.match(F("word")
                        .substr(0, 1)
                        .concat("-", F("n").toStr())
                        .split("-", 1)
                        .at(-1)
                        .strlen()
                        .eq(1)),
                dataset.matchTags("x", "y"),
                dataset.matchTags(List.of("x"), false, true),
                dataset.exists("score", false),
                dataset.select(id),
                dataset.select(List.of(id), true),
                dataset.exclude(List.of()),
                dataset.sortBy("score", true).skip(0).limit(1).take(1, 51),
                dataset.sortBy(F("n").mul(-1.5).abs(), false).shuffle(Long.MAX_VALUE),
                dataset.sortBySimilarity("v", id),
                dataset.sortBySimilarity("v", List.of(0.5, 1.0), 2, true),
                dataset.filterLabels("gt", F("label").eq("car"), false).limitLabels("gt", 1),
                dataset.matchLabels("gt", F("confidence").gt(0.5), false),
                dataset.mapLabels("gt", Map.of("car", "vehicle", "van", "vehicle")),
                dataset.selectLabels(List.of(), List.of("t"), List.of("gt"), false),
                dataset.excludeLabels(List.of("none")),
                dataset.selectFields("n", "gt").excludeFields("n"),
                dataset.setField("n", 5)
                        .setField(
                                "gt.area",
                                F("bounding_box").at(2).mul(F("bounding_box").at(3))),
                dataset.mapValues("n", Map.of(3L, 30L)),
                dataset.filterField("n", F("it").gt(3), false),
                dataset.groupBy("n", "score", true).flatten(),
                dataset.groupBy(F("n").mod(2)),
                dataset.concat(dataset.match(F("n").eq(3)).concat(dataset.limit(0))),
                dataset.toPatches("gt").sortBy("gt.confidence", true),
                dataset.toEvaluationPatches("eval").match(F("type").eq("fn")),
                dataset.match(Cond.all(
                        F("n").ge(3).and(F("n").ne(7)),
                        F("score").isMissing().not(),
                        F("word").isString(),
                        F("n").isNumber(),
                        F("tags").isArray(),
                        F("word").type().eq("string"))),
                dataset.match(F("n").add(1)
                        .sub(2)
                        .mul(3)
                        .div(4)
                        .mod(5)
                        .pow(2)
                        .abs()
                        .floor()
                        .ceil()
                        .lt(9)),
                dataset.match(F("score")
                        .round()
                        .round(2)
                        .trunc()
                        .trunc(1)
                        .sqrt()
                        .exp()
                        .ln()
                        .log(2)
                        .log10()
                        .isMissing()),
                dataset.match(F("word")
                        .lower()
                        .upper()
                        .strip()
                        .strip("a")
                        .lstrip()
                        .lstrip("b")
                        .rstrip()
                        .rstrip("c")
                        .replace("\"", "\\")
                        .rsplit("\\", 1)
                        .join("\t")
                        .containsStr("x", "y")),
                dataset.match(F("word").endsWith("x").or(F("word").matchesStr("x", "a\"b\\c\u0007\n\u00fc"))),
                dataset.match(F("n").toBool()
                        .eq(true)
                        .ifElse(F("n").toInt(), F("n").toDouble())
                        .eq(3)),
                dataset.match(F("tags")
                        .append("q")
                        .prepend(null)
                        .extend(List.of("r"))
                        .insert(1, "s")
                        .union(List.of("t"))
                        .intersection(List.of("q", "x"))
                        .difference(List.of())
                        .unique()
                        .reverse()
                        .sort()
                        .sort(true)
                        .slice(0)
                        .slice(0, -1)
                        .enumerate()
                        .length()
                        .ge(0)),
                dataset.match(
                        F("tags").isSubset(List.of("x", "y")).and(F("tags").setEquals(List.of("x")))),
                dataset.match(Expr.range(0, F("n")).sum().gt(Expr.range(0, 2).mean())),
                dataset.match(Expr.range(0, 4)
                        .min()
                        .lt(Expr.range(0, 4).max().add(Expr.range(0, 4).std().add(Expr.randn(3))))),
                dataset.match(
                        F("gt.detections").map(F("label").concat("-", F("$n"))).contains("car-3")),
                dataset.match(F("gt.detections")
                        .at(0)
                        .setField("far", F("confidence").gt(0.5))
                        .apply(F("far"))
                        .eq(true)),
                dataset.match(F("score")
                        .ifNull(-0.0)
                        .switchCases(F("it").lt(0.3), "low", F("it").isMissing(), null, "high")
                        .eq("high")),
                dataset.match(F("n").isIn(Integer.MIN_VALUE, Long.MIN_VALUE, Double.MIN_VALUE, -0.0)),
                dataset.selectBy("word", List.of("q")),
                dataset.excludeBy("n", List.of(3)),
                dataset.slice(0, 1));
    }
}
