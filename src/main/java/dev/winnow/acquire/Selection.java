package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The choice itself: a function of the inputs that the ledger keeps, of the embeddings, predictions and evaluation they name, and of nothing
 * else. Targeted sources first, the rarest supply before the others, then the rest given what is labelled and picked; what a source lacks
 * goes to the other targeted ones, then to coverage, then to a draw.
 */
final class Selection {
    /** The rule by which plans are made today. Plans of rule 1 carry no number. */
    static final int RULE = 2;

    private final Board board;
    private final Plan.Inputs inputs;

    private Selection(Board board) {
        this.board = board;
        inputs = board.inputs;
    }

    /** The plan of these inputs by the rule that they name. */
    static Plan plan(Dataset dataset, Plan.Inputs inputs) {
        return inputs.rule() == null
                ? new FirstSelection(dataset, inputs).plan()
                : plan(
                        dataset,
                        inputs,
                        new Space(dataset.embeddings(inputs.embeddingsField())),
                        Hashes.of(dataset, inputs));
    }

    /** The same with vectors and fingerprints that are there already. */
    static Plan plan(Dataset dataset, Plan.Inputs inputs, Space space, Hashes hashes) {
        if (inputs.rule() == null || inputs.rule() != RULE) {
            throw new IllegalStateException("This plan was made by rule " + inputs.rule()
                    + ", which this version does not know. Read it with the version that made it.");
        }
        Selection selection = new Selection(new Board(dataset, inputs, space));
        return new Plan(dataset, selection.run(hashes), space);
    }

    private Plan.Content run(Hashes hashes) {
        List<String> notes = new ArrayList<>();
        int budget = Math.min(inputs.budget(), board.pool.length);
        if (budget < inputs.budget()) {
            notes.add("the budget of " + inputs.budget() + " images is beyond the " + board.pool.length
                    + " that may be chosen: all of them are");
        }
        Map<String, Integer> asked = asked(budget, notes);
        int missing = 0;
        for (Strategy strategy : Strategies.all()) {
            int wanted = asked.getOrDefault(strategy.name(), 0);
            if (strategy.mines() && wanted > 0) {
                missing += wanted - strategy.choose(board, strategy.name(), wanted);
            }
        }
        for (Strategy strategy : List.of(Mining.MISSED, Mining.FALSE_ALARMS)) {
            if (missing > 0 && asked.getOrDefault(strategy.name(), 0) > 0) {
                missing -= strategy.choose(board, Acquisition.BACKFILL, missing);
            }
        }
        boolean covers = asked.getOrDefault(Acquisition.COVERAGE, 0) > 0;
        boolean mines = false;
        for (Strategy strategy : Strategies.all()) {
            int wanted = asked.getOrDefault(strategy.name(), 0);
            mines |= strategy.mines() && wanted > 0;
            if (!strategy.mines() && wanted > 0) {
                strategy.choose(board, strategy.name(), wanted);
            }
        }
        if (covers || mines) {
            new FacilityLocation()
                    .choose(board, Acquisition.BACKFILL, budget - board.picked().size());
        }
        RandomDraw.draw(
                board,
                Acquisition.BACKFILL,
                budget - board.picked().size(),
                "backfill",
                "drawn at random: only near-copies were left");
        return new Plan.Content(List.copyOf(board.picks()), sources(asked), inputs, notes, hashes);
    }

    /** How many each source is asked for. */
    private Map<String, Integer> asked(int budget, List<String> notes) {
        Map<String, Integer> weights = new LinkedHashMap<>(inputs.weights());
        boolean evaluated = !inputs.evalKey().isEmpty();
        boolean mines = weights.entrySet().stream()
                .anyMatch(one ->
                        one.getValue() > 0 && Strategies.named(one.getKey()).mines());
        if (!evaluated && mines) {
            Map<String, Integer> none = new LinkedHashMap<>();
            weights.keySet().forEach(source -> none.put(source, source.equals(Acquisition.COVERAGE) ? budget : 0));
            return none;
        }
        if (mines && weights.getOrDefault(Acquisition.COVERAGE, 0) == 0 && weights.size() == 4) {
            notes.add(
                    "no coverage: the batch follows the failures alone, and its classes will not be those of the pool");
        }
        return LargestRemainder.of(budget, weights);
    }

    private List<Plan.Source> sources(Map<String, Integer> asked) {
        List<Plan.Source> sources = new ArrayList<>();
        asked.forEach((source, count) -> sources.add(
                new Plan.Source(source, count, board.filled(source), board.why().getOrDefault(source, ""))));
        int filled = board.filled(Acquisition.BACKFILL);
        if (filled > 0) {
            sources.add(new Plan.Source(Acquisition.BACKFILL, 0, filled, "in place of what was not filled above"));
        }
        return sources;
    }
}
