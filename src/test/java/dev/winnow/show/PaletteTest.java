package dev.winnow.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people see of the colours, by the model of Machado, Oliveira and Fernandes (2009) at full severity, compared in CIELAB. */
class PaletteTest {
    private static final Map<String, double[][]> VISIONS = Map.of(
            "usual", new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
            "protanopia",
                    new double[][] {
                        {0.152286, 1.052583, -0.204868},
                        {0.114503, 0.786281, 0.099216},
                        {-0.003882, -0.048116, 1.051998}
                    },
            "deuteranopia",
                    new double[][] {
                        {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
                    },
            "tritanopia",
                    new double[][] {
                        {1.255528, -0.076749, -0.178779},
                        {-0.078411, 0.930809, 0.147602},
                        {0.004733, 0.691367, 0.303900}
                    });

    /** Where two colours begin to be mistaken for each other in small areas; two that are just noticeably different are 2.3 apart. */
    private static final double APART = 15;

    /** The same with all colours at once, which only many labels need. */
    private static final double APART_OF_MANY = 9;

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static double[] seen(Color color, double[][] vision) {
        double[] light = {linear(color.getRed()), linear(color.getGreen()), linear(color.getBlue())};
        double[] rgb = new double[3];
        for (int i = 0; i < 3; i++) {
            double sum = vision[i][0] * light[0] + vision[i][1] * light[1] + vision[i][2] * light[2];
            rgb[i] = Math.max(0, Math.min(1, sum));
        }
        double x = root((0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047);
        double y = root(0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2]);
        double z = root((0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double root(double share) {
        return share > 0.008856 ? Math.cbrt(share) : 7.787 * share + 16.0 / 116;
    }

    @Test
    void every_two_colours_differ_in_every_colour_vision() {
        assertThat(alike(0, 10, APART)).isEmpty();
        assertThat(alike(9, Palette.SIZE, APART)).isEmpty();
        assertThat(alike(0, Palette.SIZE, APART_OF_MANY)).isEmpty();
    }

    private static List<String> alike(int from, int to, double apart) {
        List<String> alike = new ArrayList<>();
        VISIONS.forEach((name, vision) -> {
            for (int a = from; a < to; a++) {
                for (int b = from; b < a; b++) {
                    double[] one = seen(Palette.at(a), vision);
                    double[] other = seen(Palette.at(b), vision);
                    double distance = Math.sqrt(Math.pow(one[0] - other[0], 2)
                            + Math.pow(one[1] - other[1], 2)
                            + Math.pow(one[2] - other[2], 2));
                    if (distance < apart) {
                        alike.add(name + ": " + Palette.hex(Palette.at(a)) + " and " + Palette.hex(Palette.at(b)));
                    }
                }
            }
        });
        return alike;
    }

    @Test
    void as_many_labels_as_there_are_colours_have_one_each_and_keep_it() {
        List<String> labels = new ArrayList<>(List.of("Car", "Pedestrian", "Cyclist", "Truck", "Van"));
        IntStream.range(0, 10).forEach(i -> labels.add("label of this test " + i));
        List<Integer> places = labels.stream().map(Palette::meet).toList();
        // Other tests of this process may have met labels; those here beyond the course's take what was free.
        assertThat(places.subList(0, 5)).containsExactly(0, 1, 2, 3, 4);
        assertThat(labels.stream().map(Palette::meet).toList()).isEqualTo(places);
        List<Palette.Met> met = Palette.metAfter(0);
        List<Integer> given =
                met.stream().limit(Palette.SIZE - 9).map(Palette.Met::place).toList();
        assertThat(given).doesNotHaveDuplicates().allMatch(place -> place >= 9);
    }

    @Test
    void the_page_has_the_same_colours() throws IOException {
        String source = Files.readString(Path.of("src/main/frontend/src/palette.js"));
        Matcher list = Pattern.compile("COLORS = \\[(.*?)]", Pattern.DOTALL).matcher(source);
        assertThat(list.find()).isTrue();
        List<String> own = new ArrayList<>();
        for (int i = 0; i < Palette.SIZE; i++) {
            own.add("'" + Palette.hex(Palette.at(i)) + "'");
        }
        String page =
                list.group(1).toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
        assertThat(page).isEqualTo(String.join(", ", own) + ",");
    }
}
