package dev.winnow.show;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Colours that people with any colour vision can tell apart, a label's the same everywhere: in pictures, and on the pages, which are told
 * (six of Okabe and Ito; the others found). The labels of the course have the first nine; any other gets one of the rest that no label has
 * yet, then one of the first; past {@link #SIZE} labels colours come twice.
 */
public final class Palette {
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
            new Color(0x9678FF),
            new Color(0xC3A5D2),
            new Color(0xC3005A),
            new Color(0xE1873C),
            new Color(0xB44B96),
            new Color(0x004B2D),
            new Color(0xF0A5A5),
            new Color(0x0F3CB4),
            new Color(0xE1D200),
            new Color(0x691E78),
            new Color(0x695A00));

    /** How many colours there are. */
    public static final int SIZE = COLORS.size();

    private static final List<String> KNOWN =
            List.of("Car", "Pedestrian", "Cyclist", "Truck", "Van", "Tram", "Misc", "Person_sitting", "DontCare");

    /** Labels that were met, in that order; beyond these, those whose colour comes twice anyway are not kept. */
    private static final int MOST_MET = 1000;

    private static final Map<String, Integer> MET = new LinkedHashMap<>();

    private Palette() {}

    static Color of(String name) {
        return switch (name) {
            case "tp" -> new Color(0x009E73);
            case "fp" -> new Color(0xD55E00);
            case "fn" -> new Color(0xCC79A7);
            default -> at(meet(name));
        };
    }

    static Color at(int index) {
        return COLORS.get(Math.floorMod(index, SIZE));
    }

    /** The place of a label's colour; a label that is new gets one. */
    public static int meet(String name) {
        int known = KNOWN.indexOf(name);
        if (known >= 0) {
            return known;
        }
        synchronized (MET) {
            Integer met = MET.get(name);
            if (met == null) {
                met = free(name.hashCode());
                if (MET.size() < MOST_MET) {
                    MET.put(name, met);
                }
            }
            return met;
        }
    }

    /** Told by the name where it can be, so that a label has one colour in most sessions. */
    private static int free(int hash) {
        int rest = SIZE - KNOWN.size();
        for (int i = 0; i < rest; i++) {
            int place = KNOWN.size() + Math.floorMod(hash + i, rest);
            if (!MET.containsValue(place)) {
                return place;
            }
        }
        for (int i = 0; i < KNOWN.size(); i++) {
            int place = Math.floorMod(hash + i, KNOWN.size());
            if (!MET.containsValue(place)) {
                return place;
            }
        }
        return Math.floorMod(hash, SIZE);
    }

    /** A label that was met and the place of its colour. */
    public record Met(String name, int place) {}

    /** Labels that were met after the first {@code many}: what a page is told that was told of those. */
    public static List<Met> metAfter(int many) {
        synchronized (MET) {
            if (MET.size() <= many) {
                return List.of();
            }
            List<Met> later = new ArrayList<>();
            int i = 0;
            for (Map.Entry<String, Integer> met : MET.entrySet()) {
                if (i++ >= many) {
                    later.add(new Met(met.getKey(), met.getValue()));
                }
            }
            return later;
        }
    }

    static String hex(Color color) {
        return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
    }
}
