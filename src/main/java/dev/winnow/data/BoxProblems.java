package dev.winnow.data;

import dev.winnow.label.Detection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The boxes of one write that are not valid, gathered so that one refusal names them all. Several threads may add. */
final class BoxProblems {
    private static final int SHOWN = 10;

    private final List<String> found = Collections.synchronizedList(new ArrayList<>());

    void add(String filepath, String field, Detection label, String problem) {
        found.add("Label '" + label.label() + "' in " + field + " of " + filepath + " has the box " + label.box() + ": "
                + problem + ".");
    }

    /** @throws IllegalArgumentException naming each label, where there is one */
    void refuse() {
        if (found.isEmpty()) {
            return;
        }
        List<String> all = new ArrayList<>(found);
        Collections.sort(all);
        StringBuilder said = new StringBuilder();
        if (all.size() > 1) {
            said.append(all.size()).append(" labels have boxes that are not valid.\n");
        }
        said.append(String.join("\n", all.subList(0, Math.min(SHOWN, all.size()))));
        if (all.size() > SHOWN) {
            said.append("\n… and ").append(all.size() - SHOWN).append(" more.");
        }
        said.append(all.size() > 1 ? "\n" : " ")
                .append("Nothing was written. Boxes are [x, y, w, h] as shares of the image.");
        if (all.stream().anyMatch(one -> one.endsWith("reaches out of the image."))) {
            said.append(" Box.clipped() is the part inside the image.");
        }
        throw new IllegalArgumentException(said.toString());
    }
}
