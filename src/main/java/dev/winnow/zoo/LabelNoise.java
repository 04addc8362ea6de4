package dev.winnow.zoo;

import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Label errors planted at a known rate, with the answer key: material for lessons on label quality. */
final class LabelNoise {
    private static final Map<String, String> CONFUSED =
            Map.of("Car", "Van", "Van", "Truck", "Truck", "Van", "Pedestrian", "Cyclist", "Cyclist", "Pedestrian");

    private LabelNoise() {}

    /**
     * @param labels the labels with errors
     * @param key one entry an error: its kind, and the number of the true label it concerns, as in {@code shifted:2}
     */
    record Noisy(List<Detection> labels, List<String> key) {}

    static Noisy of(Scene scene, List<Detection> truth, RoadScenesOptions options) {
        SplitMix64 draws = SplitMix64.of(options.seed(), scene.number(), 99);
        List<Detection> labels = new ArrayList<>();
        List<String> key = new ArrayList<>();
        for (int i = 0; i < truth.size(); i++) {
            Detection label = truth.get(i);
            if (label.label().equals("DontCare") || !draws.chance(options.labelNoise())) {
                labels.add(label);
                continue;
            }
            Box box = label.box();
            String kind =
                    switch (draws.weighted(35, 25, 20, 12, 8)) {
                        case 0 -> "missing";
                        case 1 -> {
                            double dx = box.w() * draws.between(0.3, 0.5) * (draws.chance(0.5) ? 1 : -1);
                            labels.add(label.withBox(new Box(box.x() + dx, box.y(), box.w(), box.h()).clipped()));
                            yield "shifted";
                        }
                        case 2 -> {
                            labels.add(label.withLabel(CONFUSED.getOrDefault(label.label(), "Misc")));
                            yield "class";
                        }
                        case 3 -> {
                            labels.add(label);
                            labels.add(label.withBox(new Box(box.x(), box.y(), box.w() * 0.96, box.h() * 0.97)));
                            yield "duplicate";
                        }
                        default -> {
                            labels.add(label.withBox(new Box(box.x(), box.y(), 0, box.h())));
                            yield "zero_area";
                        }
                    };
            key.add(kind + ":" + i);
        }
        return new Noisy(labels, key);
    }
}
