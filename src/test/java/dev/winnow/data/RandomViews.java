package dev.winnow.data;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.label.Detection;
import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Views drawn by a seed, of a dataset in which every kind of value is missing somewhere: what laws are tried on. */
public final class RandomViews {
    public static final int SAMPLES = 120;

    private static final List<String> ODD =
            List.of("a\"b", "c\\", "\\u0041", "d\ne\r\t", "\u00fc\u2028\uD83D\uDE00", "%s$1");

    private final Random random;
    private final Dataset dataset;

    public RandomViews(Dataset dataset, long seed) {
        this.dataset = dataset;
        random = new Random(seed);
    }

    /** The samples; ties, missing values, empty lists and texts with odd characters among them. */
    public static Dataset dataset(Home home, String name) {
        Random random = new Random(1);
        List<SampleDraft> drafts = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            SampleDraft draft = SampleDraft.of(i + ".jpg").tag("t" + random.nextInt(4));
            if (random.nextBoolean()) {
                draft.set("score", random.nextInt(10) / 10.0);
            }
            if (random.nextBoolean()) {
                draft.set("n", random.nextInt(5));
            }
            if (random.nextBoolean()) {
                draft.set(
                        "word", random.nextInt(4) == 0 ? ODD.get(random.nextInt(ODD.size())) : "w" + random.nextInt(5));
            }
            if (random.nextInt(4) > 0) {
                List<Detection> labels = new ArrayList<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    Detection label = Detection.of("c" + random.nextInt(3), 0.1, 0.1, 0.2, 0.2);
                    label = random.nextInt(4) > 0 ? label.withConfidence(random.nextInt(10) / 10.0) : label;
                    labels.add(random.nextInt(3) > 0 ? label : label.with("far", random.nextBoolean()));
                }
                draft.detections("boxes", labels);
            }
            drafts.add(draft.set("spare", "s"));
        }
        Dataset dataset = Dataset.create(home, name, IfExists.FAIL);
        dataset.addSamples(drafts);
        float[] block = new float[SAMPLES / 2 * 3];
        for (int i = 0; i < block.length; i++) {
            block[i] = random.nextInt(4);
        }
        dataset.setEmbeddings("vector", Embeddings.of(dataset.ids().subList(0, SAMPLES / 2), block, 3));
        return dataset;
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public Cond cond(int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            Cond left = cond(depth - 1);
            return switch (random.nextInt(4)) {
                case 0 -> left.and(cond(depth - 1));
                case 1 -> left.or(cond(depth - 1));
                case 2 -> Cond.any(left, cond(depth - 1), cond(0));
                default -> left.not();
            };
        }
        return switch (random.nextInt(12)) {
            case 0 -> number(depth).gt(random.nextInt(10) / 10.0);
            case 1 -> number(depth).le(number(0));
            case 2 -> Field.of("word").eq(word());
            case 3 -> Field.of("word").ne(word());
            case 4 -> Field.of(field()).isMissing();
            case 5 -> Field.of("boxes.detections").length().gt(random.nextInt(3));
            case 6 ->
                Field.of("boxes.detections").filter(ofLabel(depth)).length().ge(1);
            case 7 -> Field.of("word").isIn(word(), null, word());
            case 8 -> Field.of("word").startsWith(word(), "w");
            case 9 -> Field.of("boxes.label").contains("c" + random.nextInt(3));
            case 10 -> Field.of(field()).exists();
            default -> Field.of("tags").contains("t" + random.nextInt(4));
        };
    }

    /** A question about a label. */
    public Cond ofLabel(int depth) {
        if (depth > 0 && random.nextBoolean()) {
            return random.nextBoolean()
                    ? ofLabel(depth - 1).and(ofLabel(depth - 1))
                    : ofLabel(depth - 1).not();
        }
        return switch (random.nextInt(5)) {
            case 0 -> Field.of("confidence").gt(random.nextInt(10) / 10.0);
            case 1 -> Field.of("label").isIn("c0", "c" + random.nextInt(3));
            case 2 -> Field.of("far").eq(random.nextBoolean() ? true : null);
            case 3 -> Field.of("confidence").ge(Field.of("$score"));
            default ->
                Field.of("bounding_box")
                        .at(2)
                        .mul(Field.of("bounding_box").at(3))
                        .lt(0.5);
        };
    }

    private Expr number(int depth) {
        Expr plain = random.nextBoolean() ? Field.of("score") : Field.of("n");
        if (depth == 0 || random.nextBoolean()) {
            return plain;
        }
        return switch (random.nextInt(6)) {
            case 0 -> plain.add(number(depth - 1));
            case 1 -> plain.mul(-1.5).abs();
            case 2 -> Expr.literal(1).sub(plain);
            case 3 -> plain.ifNull(0.25);
            case 4 -> cond(depth - 1).ifElse(plain, 0);
            default -> Field.of("boxes.detections").length().div(2);
        };
    }

    private String word() {
        return random.nextInt(3) == 0 ? ODD.get(random.nextInt(ODD.size())) : "w" + random.nextInt(6);
    }

    private String field() {
        return List.of("score", "n", "word", "boxes", "vector").get(random.nextInt(5));
    }

    private List<String> some(List<String> all) {
        List<String> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, random.nextInt(shuffled.size() + 1)));
    }

    /** A view of samples of so many stages. */
    public View view(int stages) {
        View view = dataset.match(cond(2));
        for (int i = 1; i < stages; i++) {
            view = next(view);
        }
        return view;
    }

    /** The view with one more stage, of which any may come. */
    public View next(View view) {
        return switch (random.nextInt(22)) {
            case 0 -> view.match(cond(2));
            case 1 ->
                view.matchTags(List.of("t0", "t" + random.nextInt(4)), random.nextBoolean(), random.nextBoolean());
            case 2 -> view.exists(field(), random.nextBoolean());
            case 3 -> view.select(some(view.ids()), random.nextBoolean());
            case 4 -> view.exclude(some(dataset.ids().subList(0, 20)));
            case 5 -> view.skip(random.nextInt(5)).limit(60 + random.nextInt(60));
            case 6 -> view.take(50 + random.nextInt(60), random.nextLong());
            case 7 -> view.shuffle(random.nextLong());
            case 8 -> view.sortBy(random.nextBoolean() ? "score" : "word", random.nextBoolean());
            case 9 -> view.sortBy(number(2), random.nextBoolean());
            case 10 -> view.sortBySimilarity("vector", List.of(0.5, 1, 2.0), -1, random.nextBoolean());
            case 11 -> view.filterLabels("boxes", ofLabel(1), random.nextBoolean());
            case 12 -> view.matchLabels("boxes", ofLabel(1), random.nextBoolean());
            case 13 -> view.limitLabels("boxes", random.nextInt(3));
            case 14 -> view.mapLabels("boxes", Map.of("c0", "c1", "c2", word()));
            case 15 -> view.selectLabels(some(ids(view)), List.of(), List.of("boxes"), random.nextBoolean());
            case 16 -> view.excludeLabels(some(ids(view)), List.of(), List.of("boxes"), random.nextBoolean());
            case 17 -> view.setField("n", number(2));
            case 18 -> view.setField("boxes.confidence", Field.of("confidence").ifNull(Field.of("$score")));
            case 19 -> view.mapValues("word", Map.of("w0", word(), ODD.get(random.nextInt(ODD.size())), "w1"));
            case 20 -> view.filterField("score", Field.of("it").gt(0.3), random.nextBoolean());
            default -> view.groupBy("word", "score", random.nextBoolean()).flatten();
        };
    }

    private static List<String> ids(View view) {
        List<String> ids = new ArrayList<>();
        view.values("boxes.id", true).forEach(id -> {
            if (id != null) {
                ids.add(String.valueOf(id));
            }
        });
        return ids;
    }
}
