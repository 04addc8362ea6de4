package dev.winnow.show;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Colours that people with any colour vision can tell apart (six of Okabe and Ito, four found), the same for a class everywhere. */
final class Palette {
    private static final List<Color> COLORS = List.of(
            new Color(0x0072B2),
            new Color(0xE69F00),
            new Color(0x009E73),
            new Color(0xD55E00),
            new Color(0xCC79A7),
            new Color(0x56B4E9),
            new Color(0x784B1E),
            new Color(0x8700F0),
            new Color(0xC3B469),
            new Color(0x9678FF));
    private static final TreeMap<String, Integer> KNOWN = new TreeMap<>();

    static {
        int next = 0;
        for (String name :
                List.of("Car", "Pedestrian", "Cyclist", "Truck", "Van", "Tram", "Misc", "Person_sitting", "DontCare")) {
            KNOWN.put(name, next++);
        }
    }

    private Palette() {}

    static Color of(String name) {
        return switch (name) {
            case "tp" -> new Color(0x009E73);
            case "fp" -> new Color(0xD55E00);
            case "fn" -> new Color(0xCC79A7);
            default -> COLORS.get(Math.floorMod(KNOWN.getOrDefault(name, name.hashCode()), COLORS.size()));
        };
    }

    static Color at(int index) {
        return COLORS.get(Math.floorMod(index, COLORS.size()));
    }

    static String hex(Color color) {
        return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
    }
}
