package dev.winnow.acquire;

import dev.winnow.label.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Boxes of two labellings of one image, paired one to one: the pair with the largest overlap first, whatever the classes, ties by position.
 *
 * @param matched pairs by the positions of their boxes
 * @param onlyA positions of boxes that only the first has
 * @param onlyB positions of boxes that only the second has
 */
record BoxPairs(List<Pair> matched, List<Integer> onlyA, List<Integer> onlyB) {
    record Pair(int a, int b, double iou) {}

    static BoxPairs of(List<Detection> a, List<Detection> b, double least) {
        List<Pair> all = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < b.size(); j++) {
                double iou = a.get(i).box().iou(b.get(j).box());
                if (iou >= least) {
                    all.add(new Pair(i, j, iou));
                }
            }
        }
        all.sort(Comparator.comparingDouble((Pair pair) -> -pair.iou())
                .thenComparingInt(Pair::a)
                .thenComparingInt(Pair::b));
        boolean[] usedA = new boolean[a.size()];
        boolean[] usedB = new boolean[b.size()];
        List<Pair> matched = new ArrayList<>();
        for (Pair pair : all) {
            if (!usedA[pair.a()] && !usedB[pair.b()]) {
                usedA[pair.a()] = true;
                usedB[pair.b()] = true;
                matched.add(pair);
            }
        }
        return new BoxPairs(matched, free(usedA), free(usedB));
    }

    private static List<Integer> free(boolean[] used) {
        return IntStream.range(0, used.length).filter(i -> !used[i]).boxed().toList();
    }
}
