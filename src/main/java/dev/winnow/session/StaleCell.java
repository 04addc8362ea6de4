package dev.winnow.session;

import java.util.List;

/**
 * A cell whose inputs have changed since it ran.
 *
 * @param number the number it ran under
 * @param code its text
 * @param changed the names it read that were declared or assigned anew since
 */
public record StaleCell(int number, String code, List<String> changed) {
    public StaleCell {
        changed = List.copyOf(changed);
    }
}
