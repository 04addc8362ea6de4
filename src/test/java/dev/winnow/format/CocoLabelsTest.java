package dev.winnow.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.label.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CocoLabelsTest {
    @Test
    void labels_in_any_order_come_back_by_picture_in_the_order_in_which_they_came() {
        Random random = new Random(5);
        int pictures = 10_000;
        Map<Integer, List<CocoLabels.Row>> expected = new LinkedHashMap<>();
        try (CocoLabels labels = new CocoLabels(pictures)) {
            for (int i = 0; i < 30_000; i++) {
                Map<String, Object> more = i % 3 == 0
                        ? Map.of(
                                "n",
                                (long) i,
                                "x",
                                i % 2 == 0 ? 2.0 : Double.NaN,
                                "list",
                                List.of(1.0, 2.5),
                                "ü",
                                "\u2028\"")
                        : Map.of();
                CocoLabels.Row row = new CocoLabels.Row(
                        "annotation " + i,
                        random.nextLong(),
                        new Box(i, Double.NaN, -0.0, 1e300),
                        i / 7.0,
                        i % 2 == 0,
                        more);
                int picture = random.nextInt(pictures);
                labels.add(picture, row);
                expected.computeIfAbsent(picture, none -> new ArrayList<>()).add(row);
            }
            for (int picture = 0; picture < pictures; picture++) {
                assertThat(labels.of(picture)).isEqualTo(expected.getOrDefault(picture, List.of()));
            }
        }
    }

    @Test
    void numbers_have_the_places_in_which_they_first_came() {
        Random random = new Random(7);
        LongIndex index = new LongIndex();
        Map<Long, Integer> expected = new LinkedHashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long key =
                    i % 5 == 0 ? random.nextLong() : i % 7 == 0 ? (long) random.nextInt() << 32 : random.nextInt(5000);
            assertThat(index.add(key)).isEqualTo(expected.putIfAbsent(key, expected.size()) == null);
        }
        assertThat(index.size()).isEqualTo(expected.size());
        expected.forEach((key, place) -> assertThat(index.find(key)).isEqualTo(place));
        assertThat(index.find(Long.MIN_VALUE + 1)).isEqualTo(-1);
    }

    @Test
    void a_text_is_new_once() {
        Random random = new Random(7);
        SeenTexts seen = new SeenTexts();
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            String text = "drive/" + random.nextInt(10_000) + ".png";
            assertThat(seen.add(text)).isEqualTo(expected.add(text));
        }
        assertThat(seen.add("")).isTrue();
        assertThat(seen.add("")).isFalse();
    }

    @Test
    void packed_paths_come_back_sorted_as_paths_are() {
        Random random = new Random(7);
        Path root = Path.of("pictures");
        PathList packed = new PathList(root);
        List<Path> expected = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Path file = root.resolve(List.of("a", "a-b", "a/b", "é", "Z").get(random.nextInt(5)))
                    .resolve(random.nextInt(500) + (i % 2 == 0 ? ".png" : "ü.png"));
            packed.add(file);
            expected.add(file);
        }
        assertThat(packed).isEqualTo(expected);
        Collections.sort(expected);
        assertThat(packed.sorted()).isEqualTo(expected);
    }
}
