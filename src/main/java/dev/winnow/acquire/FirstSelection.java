package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.evaluate.DetectionError;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.expr.HashOrder;
import dev.winnow.vectors.Embeddings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The choice as plans of rule 1 made it, kept so that their ledgers go on replaying byte for byte. What it got wrong stays wrong here: a
 * near-copy that is skipped still serves its query, and the floor of similarity is the median. {@link Selection} is today's rule.
 */
final class FirstSelection {
    private final Dataset dataset;
    private final Plan.Inputs inputs;
    private final CosineSpace space;
    private final Map<String, String> files = new HashMap<>();
    private final List<Integer> labelled = new ArrayList<>();
    private final Set<Integer> open = new LinkedHashSet<>();
    private final List<Plan.Pick> picks = new ArrayList<>();
    private final Map<String, String> why = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final double twin;

    FirstSelection(Dataset dataset, Plan.Inputs inputs) {
        this.dataset = dataset;
        this.inputs = inputs;
        Embeddings embeddings = dataset.embeddings(inputs.embeddingsField());
        space = new CosineSpace(embeddings);
        for (Sample sample : dataset.samples()) {
            files.put(sample.id(), sample.fileName());
        }
        inputs.labelled().stream().filter(embeddings::has).forEach(id -> labelled.add(embeddings.indexOf(id)));
        inputs.candidates().stream().sorted().forEach(id -> open.add(embeddings.indexOf(id)));
        twin = twinSimilarity(new ArrayList<>(open));
    }

    Plan plan() {
        int budget = Math.min(inputs.budget(), open.size());
        if (budget < inputs.budget()) {
            notes.add("the budget of " + inputs.budget() + " images is beyond the " + open.size()
                    + " that may be chosen: all of them are");
        }
        boolean evaluated = !inputs.evalKey().isEmpty();
        Map<String, Integer> asked = LargestRemainder.of(budget, inputs.weights());
        if (!evaluated) {
            asked.replaceAll((source, count) -> source.equals(Acquisition.COVERAGE) ? budget : 0);
        } else if (inputs.weights().getOrDefault(Acquisition.COVERAGE, 0) == 0) {
            notes.add(
                    "no coverage: the batch follows the failures alone, and its classes will not be those of the pool");
        }
        Map<String, List<DetectionError>> failures = evaluated ? failures() : Map.of();
        int missing = 0;
        for (String source : List.of(Acquisition.CONFUSION, Acquisition.MISSED, Acquisition.FALSE_ALARMS)) {
            int wanted = asked.getOrDefault(source, 0);
            missing += wanted - mine(source, source, failures.getOrDefault(source, List.of()), wanted);
        }
        for (String source : List.of(Acquisition.MISSED, Acquisition.FALSE_ALARMS)) {
            if (missing > 0) {
                missing -= mine(Acquisition.BACKFILL, source, failures.getOrDefault(source, List.of()), missing);
            }
        }
        cover(Acquisition.COVERAGE, asked.getOrDefault(Acquisition.COVERAGE, 0));
        cover(Acquisition.BACKFILL, budget - picks.size());
        fillAtRandom(budget - picks.size());
        List<Plan.Source> sources = new ArrayList<>();
        asked.forEach((source, count) ->
                sources.add(new Plan.Source(source, count, filled(source), why.getOrDefault(source, ""))));
        if (filled(Acquisition.BACKFILL) > 0) {
            sources.add(new Plan.Source(
                    Acquisition.BACKFILL, 0, filled(Acquisition.BACKFILL), "in place of what was not filled above"));
        }
        return new Plan(dataset, new Plan.Content(List.copyOf(picks), sources, inputs, notes, null));
    }

    private int filled(String source) {
        return (int) picks.stream().filter(pick -> pick.source().equals(source)).count();
    }

    /** Missed objects; false alarms, with objects found twice; confusions. Badly placed boxes say nothing about what to label. */
    private Map<String, List<DetectionError>> failures() {
        Map<String, List<DetectionError>> failures = new HashMap<>();
        for (DetectionError error : Evaluation.load(dataset, inputs.evalKey()).errorList()) {
            String source =
                    switch (String.valueOf(error.kind())) {
                        case "miss" -> Acquisition.MISSED;
                        case "bkg", "dupe" -> Acquisition.FALSE_ALARMS;
                        case "cls" -> Acquisition.CONFUSION;
                        default -> "";
                    };
            failures.computeIfAbsent(source, s -> new ArrayList<>()).add(error);
        }
        return failures;
    }

    /** Picks up to {@code count} samples like the failing images and returns how many there were. */
    private int mine(String source, String kind, List<DetectionError> errors, int count) {
        if (count <= 0) {
            return 0;
        }
        Map<String, List<DetectionError>> byImage = new LinkedHashMap<>();
        errors.forEach(error -> byImage.computeIfAbsent(error.sampleId(), id -> new ArrayList<>())
                .add(error));
        List<FirstFlqmi.Query> queries = new ArrayList<>();
        List<DetectionError> worst = new ArrayList<>();
        byImage.forEach((id, own) -> {
            int row = space.unit.indexOf(id);
            if (row >= 0) {
                double spared = 1;
                for (DetectionError error : own) {
                    spared *= 1 - Math.min(1, error.severity());
                }
                queries.add(new FirstFlqmi.Query(row, Math.max(0.05, 1 - spared)));
                worst.add(own.get(0));
            }
        });
        if (queries.isEmpty()) {
            why.putIfAbsent(
                    kind, kind.equals(Acquisition.CONFUSION) ? "no confusion was observed" : "no failure of this kind");
            return 0;
        }
        List<Integer> near = nearEnough(queries);
        int taken = 0;
        for (FirstFlqmi.Mined mined : FirstFlqmi.pick(space, queries, near, labelled, near.size())) {
            if (taken == count) {
                break;
            }
            if (isTwin(mined.row())) {
                continue;
            }
            DetectionError error = worst.get(mined.query());
            taken++;
            take(
                    mined.row(),
                    source,
                    mined.gain(),
                    String.format(
                            Locale.ROOT,
                            "like %s (%.2f): %s",
                            files.getOrDefault(error.sampleId(), error.sampleId()),
                            mined.similarity(),
                            sentence(error)));
        }
        if (taken < count) {
            why.putIfAbsent(
                    kind, "only " + taken + " more samples are near enough to " + queries.size() + " failing images");
        }
        return taken;
    }

    private static String sentence(DetectionError error) {
        return switch (String.valueOf(error.kind())) {
            case "miss" -> "missed " + error.objectLabel();
            case "cls" -> error.objectLabel() + " taken for " + error.predictionLabel();
            case "dupe" -> error.predictionLabel() + " found twice";
            default -> String.format(Locale.ROOT, "false %s at %.2f", error.predictionLabel(), error.confidence());
        };
    }

    /** Open samples nearer to a failure than half of the open ones are. */
    private List<Integer> nearEnough(List<FirstFlqmi.Query> queries) {
        List<Integer> rows = new ArrayList<>(open);
        double[] nearest = rows.stream()
                .mapToDouble(row -> queries.stream()
                        .mapToDouble(query -> space.similarity(row, query.row()))
                        .max()
                        .orElse(0))
                .toArray();
        double[] sorted = nearest.clone();
        Arrays.sort(sorted);
        double floor = sorted.length == 0 ? 0 : sorted[(int) (0.5 * (sorted.length - 1))];
        List<Integer> near = new ArrayList<>();
        for (int i = 0; i < nearest.length; i++) {
            if (nearest[i] >= floor) {
                near.add(rows.get(i));
            }
        }
        return near;
    }

    private void cover(String source, int count) {
        if (count <= 0) {
            return;
        }
        List<Integer> covered = new ArrayList<>(labelled);
        picks.forEach(pick -> covered.add(space.unit.indexOf(pick.id())));
        List<Integer> targets =
                inputs.candidates().stream().sorted().map(space.unit::indexOf).toList();
        List<Integer> candidates = open.stream().filter(row -> !isTwin(row)).toList();
        for (FirstFacilityLocation.Picked picked :
                FirstFacilityLocation.pick(space, candidates, covered, targets, count)) {
            take(
                    picked.row(),
                    source,
                    picked.gain(),
                    String.format(Locale.ROOT, "covers the pool best given the rest (+%.2f)", picked.gain()));
        }
    }

    private void fillAtRandom(int count) {
        List<String> left = HashOrder.order(
                inputs.seed(),
                "backfill",
                open.stream().map(row -> space.unit.ids().get(row)).toList());
        for (int i = 0; i < Math.min(count, left.size()); i++) {
            take(
                    space.unit.indexOf(left.get(i)),
                    Acquisition.BACKFILL,
                    0,
                    "drawn at random: only near-copies were left");
        }
    }

    private void take(int row, String source, double score, String reason) {
        open.remove(row);
        String id = space.unit.ids().get(row);
        picks.add(new Plan.Pick(
                id,
                Objects.requireNonNull(files.get(id)),
                source,
                filled(source) + 1,
                Math.rint(score * 1e6) / 1e6,
                reason,
                null,
                null));
    }

    /** Whether a sample is a near-copy of one that is labelled or picked. */
    private boolean isTwin(int row) {
        Set<Integer> known = new HashSet<>(labelled);
        picks.forEach(pick -> known.add(space.unit.indexOf(pick.id())));
        return known.stream().anyMatch(other -> space.cosine(row, other) >= twin);
    }

    /** What counts as a near-copy: the 99.5th percentile of the nearest similarities in the pool, between 0.90 and 0.995. */
    private double twinSimilarity(List<Integer> rows) {
        double[] nearest = new double[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < rows.size(); j++) {
                if (i != j) {
                    nearest[i] = Math.max(nearest[i], space.cosine(rows.get(i), rows.get(j)));
                }
            }
        }
        Arrays.sort(nearest);
        double high = nearest.length == 0 ? 1 : nearest[(int) Math.floor(0.995 * (nearest.length - 1))];
        return Math.max(0.90, Math.min(0.995, high));
    }
}
