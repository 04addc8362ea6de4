package dev.winnow.acquire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The strategies by name, in the order in which they run in one batch: targeted ones first, those with the rarest supply before the others. */
final class Strategies {
    private static final Map<String, Strategy> BY_NAME = new LinkedHashMap<>();

    static {
        for (Strategy strategy : List.of(
                new ConfusionPairs(),
                Mining.MISSED,
                Mining.FALSE_ALARMS,
                Uncertainty.ENTROPY,
                Uncertainty.MARGIN,
                Uncertainty.DIVERSE_ENTROPY,
                Uncertainty.DIVERSE_MARGIN,
                new ClassBalance(),
                new UniquenessRank(),
                new ZcoreRank(),
                new TypiClust(),
                new ProbCover(),
                new KCenter(),
                new FacilityLocation(),
                new RandomDraw())) {
            BY_NAME.put(strategy.name(), strategy);
        }
    }

    private Strategies() {}

    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    static List<Strategy> all() {
        return List.copyOf(BY_NAME.values());
    }

    static Strategy named(String name) {
        Strategy strategy = BY_NAME.get(name);
        if (strategy == null) {
            throw new IllegalArgumentException(
                    "There is no strategy '" + name + "'. Strategies: " + String.join(", ", BY_NAME.keySet()) + ".");
        }
        return strategy;
    }
}
