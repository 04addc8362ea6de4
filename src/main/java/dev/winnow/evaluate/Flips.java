package dev.winnow.evaluate;

import java.util.List;

/**
 * What changed for the same objects between two evaluations.
 *
 * @param fixed missed or misnamed before, found now
 * @param broken found before, missed or misnamed now
 * @param stillWrong missed or misnamed both times
 * @param stillRight found both times
 */
public record Flips(List<Match> fixed, List<Match> broken, List<Match> stillWrong, List<Match> stillRight) {
    @Override
    public String toString() {
        return "objects: " + fixed.size() + " fixed, " + broken.size() + " broken, " + stillWrong.size()
                + " still wrong, " + stillRight.size() + " still right";
    }
}
