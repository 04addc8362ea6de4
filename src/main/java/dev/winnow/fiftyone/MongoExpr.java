package dev.winnow.fiftyone;

import dev.winnow.expr.Calc;
import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.expr.Field;
import dev.winnow.expr.Literal;
import dev.winnow.expr.Test;
import dev.winnow.format.ExtendedJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Expressions in the form in which FiftyOne stores them, MongoDB's aggregation operators: {@code F("score").gt(0.2)} is
 * {@code {"$gt": ["$score", 0.2]}}, and of a label {@code {"$gt": ["$$this.score", 0.2]}}. What has no such form, or none of ours, is
 * refused with {@link NoForm}.
 */
final class MongoExpr {
    private static final Map<String, String> BINARY = Map.ofEntries(
            Map.entry("eq", "$eq"),
            Map.entry("ne", "$ne"),
            Map.entry("add", "$add"),
            Map.entry("sub", "$subtract"),
            Map.entry("mul", "$multiply"),
            Map.entry("div", "$divide"),
            Map.entry("mod", "$mod"),
            Map.entry("pow", "$pow"),
            Map.entry("and", "$and"),
            Map.entry("or", "$or"));

    /** Ours are false where a value is missing; theirs hold that a missing value is less than any other. */
    private static final Map<String, String> ORDER = Map.of("gt", "$gt", "ge", "$gte", "lt", "$lt", "le", "$lte");

    private static final Map<String, String> UNARY = Map.ofEntries(
            Map.entry("abs", "$abs"),
            Map.entry("floor", "$floor"),
            Map.entry("ceil", "$ceil"),
            Map.entry("sqrt", "$sqrt"),
            Map.entry("exp", "$exp"),
            Map.entry("ln", "$ln"),
            Map.entry("sum", "$sum"),
            Map.entry("mean", "$avg"),
            Map.entry("min", "$min"),
            Map.entry("max", "$max"),
            Map.entry("lower", "$toLower"),
            Map.entry("upper", "$toUpper"));

    /** The names that a path is to be written under, and read back from. */
    private final String prefix;

    private final Collection<String> labelFields;

    /**
     * @param prefix what stands before a path: {@code $} for samples, {@code $$this.} or {@code $$FIELD.} for labels
     * @param labelFields fields whose labels FiftyOne keeps one level deeper, under {@code detections}
     */
    MongoExpr(String prefix, Collection<String> labelFields) {
        this.prefix = prefix;
        this.labelFields = labelFields;
    }

    /** An expression that the other side has no words for. */
    static final class NoForm extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoForm(String what) {
            super(what);
        }
    }

    // ---- out

    @Nullable
    Object write(Expr expr) {
        if (expr instanceof Field field) {
            return path(field.path());
        }
        if (expr instanceof Literal literal) {
            return constant(literal.constant());
        }
        String op = expr instanceof Calc calc ? calc.op() : ((Test) expr).op();
        List<Expr> args = expr instanceof Calc calc ? calc.args() : ((Test) expr).args();
        Object first = write(args.get(0));
        if (UNARY.containsKey(op) && args.size() == 1) {
            return op(Objects.requireNonNull(UNARY.get(op)), first);
        }
        if ((op.equals("eq") || op.equals("ne")) && isMissing(args.get(1))) {
            Object exists = op("$gt", Arrays.asList(first, null));
            return op.equals("eq") ? op("$not", exists) : exists;
        }
        if (ORDER.containsKey(op)) {
            return ordered(op, args);
        }
        if (BINARY.containsKey(op) && args.size() == 2) {
            return op(Objects.requireNonNull(BINARY.get(op)), Arrays.asList(first, write(args.get(1))));
        }
        int more = args.size() - 1;
        Expr second = more > 0 ? args.get(1) : null;
        return switch (op) {
            case "not" -> op("$not", first);
            case "exists" -> op("$gt", Arrays.asList(first, null));
            case "isMissing" -> op("$not", op("$gt", Arrays.asList(first, null)));
            case "isIn" -> op("$in", Arrays.asList(first, values(expr, second)));
            case "contains" ->
                more > 1
                        ? op("$setIsSubset", Arrays.asList(values(expr, second), orEmpty(first)))
                        : op(
                                "$gt",
                                List.of(size(op("$setIntersection", Arrays.asList(first, values(expr, second)))), 0L));
            case "length" -> size(first);
            case "round" -> op("$round", Arrays.asList(first, more > 0 ? number(expr, second) : 0L));
            case "strip" -> trim(first, more > 0 ? text(expr, second) : null);
            case "ifNull" -> op("$ifNull", Arrays.asList(first, write(Objects.requireNonNull(second))));
            case "startsWith" -> regex(first, "^" + quoted(expr, second));
            case "endsWith" -> regex(first, quoted(expr, second) + "$");
            case "containsStr" -> regex(first, quoted(expr, second));
            case "filter" -> each("$filter", "cond", first, second);
            case "map" -> each("$map", "in", first, second);
            default -> throw new NoForm(String.valueOf(expr));
        };
    }

    private static boolean isMissing(Expr expr) {
        return expr instanceof Literal literal
                && (literal.constant() == null || literal.constant() instanceof Double number && number.isNaN());
    }

    private Object ordered(String op, List<Expr> args) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Expr side : args) {
            if (isMissing(side)) {
                throw new NoForm(op + " of a missing value");
            }
            if (!(side instanceof Literal)) {
                all.add(op("$gt", Arrays.asList(write(side), null)));
            }
        }
        all.add(op(Objects.requireNonNull(ORDER.get(op)), Arrays.asList(write(args.get(0)), write(args.get(1)))));
        return op("$and", all);
    }

    private static Object number(Expr whole, @Nullable Expr constant) {
        if (constant instanceof Literal literal && literal.constant() instanceof Number number) {
            return number.longValue();
        }
        throw new NoForm(String.valueOf(whole));
    }

    private static String text(Expr whole, @Nullable Expr constant) {
        if (constant instanceof Literal literal && literal.constant() instanceof String text) {
            return text;
        }
        throw new NoForm(String.valueOf(whole));
    }

    private static Object trim(@Nullable Object input, @Nullable String chars) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        args.put("input", input);
        if (chars != null) {
            args.put("chars", constant(chars));
        }
        return op("$trim", args);
    }

    private static Object orEmpty(@Nullable Object list) {
        return op("$ifNull", Arrays.asList(list, List.of()));
    }

    private Object path(String path) {
        String[] step = path.split("\\.", 2);
        if (step.length == 2 && labelFields.contains(step[0]) && !step[1].startsWith("detections")) {
            return prefix + step[0] + ".detections." + step[1];
        }
        boolean id = path.equals("id") || path.endsWith(".id");
        String stored = id ? path.substring(0, path.length() - 2) + "_id" : path;
        return id ? op("$toString", prefix + stored) : prefix + stored;
    }

    private static @Nullable Object constant(@Nullable Object constant) {
        return constant instanceof String text && text.startsWith("$") ? op("$literal", text) : constant;
    }

    private static Map<String, @Nullable Object> op(String name, @Nullable Object args) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put(name, args);
        return one;
    }

    private static Object size(@Nullable Object list) {
        return op("$size", orEmpty(list));
    }

    private static Object values(Expr whole, @Nullable Expr list) {
        if (list instanceof Literal literal
                && literal.constant() instanceof List<?> values
                && values.stream().noneMatch(Objects::isNull)) {
            return values;
        }
        throw new NoForm(String.valueOf(whole));
    }

    private static Object regex(@Nullable Object input, String regex) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        args.put("input", input);
        args.put("regex", regex);
        args.put("options", null);
        return op("$regexMatch", args);
    }

    private static String quoted(Expr whole, @Nullable Expr part) {
        if (part instanceof Literal literal && literal.constant() instanceof String text) {
            return text.replaceAll("([^\\w\\s])", "\\\\$1");
        }
        throw new NoForm(String.valueOf(whole));
    }

    private Object each(String name, String key, @Nullable Object input, @Nullable Expr body) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        args.put("input", input);
        args.put("as", "this");
        args.put(key, new MongoExpr("$$this.", List.of()).write(Objects.requireNonNull(body)));
        return op(name, args);
    }

    // ---- in

    Cond readCond(@Nullable Object mongo) {
        if (read(mongo) instanceof Cond cond) {
            return cond;
        }
        throw new NoForm(ExtendedJson.text(mongo));
    }

    Expr read(@Nullable Object mongo) {
        if (mongo instanceof String text) {
            return text.startsWith("$") ? field(text) : new Literal(text);
        }
        if (!(mongo instanceof Map<?, ?> map)) {
            return new Literal(mongo);
        }
        if (map.size() != 1) {
            throw new NoForm(ExtendedJson.text(mongo));
        }
        Map.Entry<?, ?> only = map.entrySet().iterator().next();
        String op = String.valueOf(only.getKey());
        Object body = only.getValue();
        List<?> args = body instanceof List<?> list ? list : body == null ? List.of() : List.of(body);
        return switch (op) {
            case "$literal" -> new Literal(body);
            case "$toString" -> read(body);
            case "$not" ->
                missing(args)
                        ? read(inner(args)).isMissing()
                        : readCond(args.get(0)).not();
            case "$and" -> {
                Cond ordered = readOrdered(args);
                yield ordered != null ? ordered : fold(op, args);
            }
            case "$or" -> fold(op, args);
            case "$setIsSubset" -> {
                if (!(args.get(0) instanceof List<?> values)) {
                    throw new NoForm(ExtendedJson.text(mongo));
                }
                yield read(unwrapped(Arrays.asList(args.get(1)))).contains(new ArrayList<>(values), true);
            }
            case "$gt" -> {
                Expr contains = containsAny(args);
                yield contains != null
                        ? contains
                        : args.get(1) == null ? read(args.get(0)).exists() : binary("gt", args);
            }
            case "$in" -> in(args);
            case "$size" -> read(unwrapped(args)).length();
            case "$round" -> {
                Object places = args.size() > 1 ? args.get(1) : Long.valueOf(0);
                if (!(places instanceof Number number)) {
                    throw new NoForm(op);
                }
                yield number.intValue() == 0
                        ? read(args.get(0)).round()
                        : read(args.get(0)).round(number.intValue());
            }
            case "$ifNull" -> read(args.get(0)).ifNull(read(args.get(1)));
            case "$trim" -> {
                Expr input = read(only(body, "input"));
                Object chars = body instanceof Map<?, ?> named ? named.get("chars") : null;
                yield chars == null
                        ? input.strip()
                        : read(chars) instanceof Literal literal && literal.constant() instanceof String text
                                ? input.strip(text)
                                : none(op);
            }
            case "$filter" -> read(only(body, "input")).filter(label().readCond(only(body, "cond")));
            case "$map" -> read(only(body, "input")).map(label().read(only(body, "in")));
            case "$regexMatch" -> regexMatch(body);
            default -> plain(op, args);
        };
    }

    private static MongoExpr label() {
        return new MongoExpr("$$this.", List.of());
    }

    private Expr field(String text) {
        if (!text.startsWith(prefix) || prefix.equals("$") && text.startsWith("$$")) {
            throw new NoForm(text);
        }
        String path = text.substring(prefix.length());
        return new Field(path.equals("_id") || path.endsWith("._id") ? path.replaceFirst("_id$", "id") : path);
    }

    private Expr plain(String mongo, List<?> args) {
        for (Map.Entry<String, String> unary : UNARY.entrySet()) {
            if (unary.getValue().equals(mongo) && args.size() == 1) {
                return new Calc(unary.getKey(), List.of(read(args.get(0))));
            }
        }
        for (Map.Entry<String, String> order : ORDER.entrySet()) {
            if (order.getValue().equals(mongo) && args.size() == 2) {
                return binary(order.getKey(), args);
            }
        }
        for (Map.Entry<String, String> binary : BINARY.entrySet()) {
            if (binary.getValue().equals(mongo) && args.size() == 2) {
                return binary(binary.getKey(), args);
            }
        }
        throw new NoForm(mongo);
    }

    private Expr binary(String op, List<?> args) {
        List<Expr> both = List.of(read(args.get(0)), read(args.get(1)));
        return switch (op) {
            case "eq", "ne", "gt", "ge", "lt", "le", "and", "or" -> new Test(op, both);
            default -> new Calc(op, both);
        };
    }

    private static Expr none(String what) {
        throw new NoForm(what);
    }

    /** An order as {@link #ordered} writes it: its guards against missing values, then the comparison. */
    private @Nullable Cond readOrdered(List<?> args) {
        if (args.get(args.size() - 1) instanceof Map<?, ?> last && last.size() == 1) {
            for (Map.Entry<String, String> order : ORDER.entrySet()) {
                if (last.get(order.getValue()) instanceof List<?> pair && pair.size() == 2) {
                    List<Object> guards = new ArrayList<>();
                    for (Object side : pair) {
                        boolean constant = side instanceof Map<?, ?> map && map.containsKey("$literal");
                        if (!constant
                                && (side instanceof Map<?, ?> || side instanceof String path && path.startsWith("$"))) {
                            guards.add(op("$gt", Arrays.asList(side, null)));
                        }
                    }
                    if (!guards.isEmpty() && guards.equals(args.subList(0, args.size() - 1))) {
                        return new Test(order.getKey(), List.of(read(pair.get(0)), read(pair.get(1))));
                    }
                }
            }
        }
        return null;
    }

    private Expr fold(String op, List<?> args) {
        Cond all = readCond(args.get(0));
        for (Object more : args.subList(1, args.size())) {
            all = op.equals("$and") ? all.and(readCond(more)) : all.or(readCond(more));
        }
        return all;
    }

    /** Whether the arguments of a not are {@code x > null}, which is how a missing value is asked for. */
    private static boolean missing(List<?> args) {
        return args.get(0) instanceof Map<?, ?> map
                && map.get("$gt") instanceof List<?> pair
                && pair.size() == 2
                && pair.get(1) == null;
    }

    private static @Nullable Object inner(List<?> args) {
        return ((List<?>) Objects.requireNonNull(((Map<?, ?>) args.get(0)).get("$gt"))).get(0);
    }

    /** {@code size(intersection(list, values)) > 0}. */
    private @Nullable Expr containsAny(List<?> args) {
        if (args.get(0) instanceof Map<?, ?> map
                && map.get("$size") != null
                && Long.valueOf(0).equals(args.get(1))
                && unwrapped(List.of(Objects.requireNonNull(map.get("$size")))) instanceof Map<?, ?> list
                && list.get("$setIntersection") instanceof List<?> pair
                && pair.get(1) instanceof List<?> values) {
            return read(pair.get(0)).contains(values.toArray());
        }
        return null;
    }

    /** What is inside {@code ifNull(x, [])}. */
    private static @Nullable Object unwrapped(List<?> args) {
        return args.get(0) instanceof Map<?, ?> map
                        && map.get("$ifNull") instanceof List<?> pair
                        && List.of().equals(pair.get(1))
                ? pair.get(0)
                : args.get(0);
    }

    private Expr in(List<?> args) {
        if (args.get(1) instanceof List<?> values) {
            return read(args.get(0)).isIn(new ArrayList<>(values));
        }
        return read(unwrapped(List.of(Objects.requireNonNull(args.get(1))))).contains(args.get(0));
    }

    private static @Nullable Object only(@Nullable Object body, String key) {
        if (body instanceof Map<?, ?> map && map.containsKey(key)) {
            return map.get(key);
        }
        throw new NoForm(ExtendedJson.text(body));
    }

    private Expr regexMatch(@Nullable Object body) {
        String regex = String.valueOf(only(body, "regex"));
        boolean start = regex.startsWith("^");
        boolean end = regex.endsWith("$") && !regex.endsWith("\\$");
        String middle = regex.substring(start ? 1 : 0, regex.length() - (end ? 1 : 0));
        String plain = middle.replaceAll("\\\\(\\W)", "$1");
        boolean literal =
                Pattern.compile(middle).matcher(plain).matches() && !middle.matches(".*(?<!\\\\)[.*+?()\\[\\]{}|].*");
        Expr input = read(only(body, "input"));
        if (!literal || only(body, "options") != null || start && end) {
            throw new NoForm(regex);
        }
        return start ? input.startsWith(plain) : end ? input.endsWith(plain) : input.containsStr(plain);
    }
}
