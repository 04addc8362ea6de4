package dev.winnow.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each cell read and wrote when it ran last, and when each name last changed. A method or class changes when it is declared
 * anew, and when something it mentions changes. A cell that is run again, or whose declarations another cell took over, is forgotten.
 */
final class StaleCells {
    private static final int MOST_CELLS = 1000;

    private final Map<String, Long> changes = new HashMap<>();
    private final Map<String, Set<String>> mentions = new HashMap<>();
    private final List<Run> runs = new ArrayList<>();
    private long time;

    private record Run(int number, String code, Set<String> inputs, Set<String> declares, long time) {}

    /** Notes that a cell runs. */
    void ran(int number, String code, List<Statement> pieces) {
        time++;
        Set<String> inputs = new HashSet<>();
        Set<String> outputs = new HashSet<>();
        Set<String> declares = new HashSet<>();
        for (Statement piece : pieces) {
            NamesInCode names = piece.form().names();
            Set<String> before = new HashSet<>(names.reads());
            before.removeAll(outputs);
            before.removeAll(names.declares());
            inputs.addAll(before);
            outputs.addAll(names.writes());
            outputs.addAll(names.declares());
            declares.addAll(names.declares());
            boolean variable = piece.form().variable();
            names.declares().forEach(name -> mentions.put(name, variable ? Set.of() : names.reads()));
        }
        outputs.forEach(name -> changes.put(name, time));
        runs.removeIf(run -> run.code().equals(code)
                || run.number() == number
                || !run.declares().isEmpty() && declares.containsAll(run.declares()));
        runs.add(new Run(number, code, inputs, declares, time));
        if (runs.size() > MOST_CELLS) {
            runs.remove(0);
        }
    }

    void forget() {
        changes.clear();
        mentions.clear();
        runs.clear();
    }

    /** The cells to run again, in the order they ran. */
    List<StaleCell> stale() {
        List<StaleCell> stale = new ArrayList<>();
        for (Run run : runs) {
            Set<String> changed = new TreeSet<>();
            for (String input : run.inputs()) {
                if (changed(input, new HashSet<>()) > run.time()) {
                    changed.add(input);
                }
            }
            if (!changed.isEmpty()) {
                stale.add(new StaleCell(run.number(), run.code(), List.copyOf(changed)));
            }
        }
        return stale;
    }

    private long changed(String name, Set<String> seen) {
        long last = changes.getOrDefault(name, 0L);
        if (seen.add(name)) {
            for (String mentioned : mentions.getOrDefault(name, Set.of())) {
                last = Math.max(last, changed(mentioned, seen));
            }
        }
        return last;
    }
}
