package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.label.Detection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boxes and tags that cannot be stored: the refusal names all of them and the way out, and nothing is written. */
class RefusedBoxesTest {
    @TempDir
    Path folder;

    private Dataset dataset;

    @BeforeEach
    void twoSamples() {
        dataset = Dataset.create(Home.at(folder), "road", IfExists.FAIL);
        dataset.addSamples(List.of(SampleDraft.of("a.jpg"), SampleDraft.of("b.jpg")));
    }

    @Test
    void a_box_just_outside_is_told_of_clipping() {
        Detection outside = Detection.of("Car", 0.95, 0.5, 0.06, 0.1);
        assertThatThrownBy(() -> dataset.addSample(SampleDraft.of("c.jpg").detections("gt", List.of(outside))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Label 'Car' in gt of c.jpg")
                .hasMessageContaining("reaches out of the image. Nothing was written.")
                .hasMessageContaining("Box.clipped()");
        assertThat(dataset.count()).isEqualTo(2);
        assertThat(outside.box().clipped().problem()).isEmpty();
    }

    @Test
    void all_boxes_that_are_not_valid_are_named_at_once() {
        List<SampleDraft> drafts = IntStream.range(0, 12)
                .mapToObj(i -> SampleDraft.of("n" + i + ".jpg")
                        .detections("gt", List.of(Detection.of("Car", 0.95, 0.5, i % 2 == 0 ? 0.1 : 0.01, 0.1))))
                .toList();
        assertThatThrownBy(() -> dataset.addSamples(drafts))
                .hasMessageStartingWith("6 labels have boxes that are not valid.")
                .hasMessageContainingAll("n0.jpg", "n2.jpg", "n4.jpg", "n6.jpg", "n8.jpg", "n10.jpg");
        String a = dataset.ids().get(0);
        String b = dataset.ids().get(1);
        assertThatThrownBy(() -> dataset.setDetections(
                        "gt",
                        Map.of(
                                a, List.of(Detection.of("Car", 0, 0, 0, 0.1)),
                                b, List.of(Detection.of("Van", 0.9, 0, 0.2, 0.1)))))
                .hasMessageContainingAll("2 labels", "a.jpg", "must be above 0", "b.jpg", "Box.clipped()");
        assertThat(dataset.hasField("gt")).isFalse();
    }

    @Test
    void a_tag_of_nothing_is_refused_in_words() {
        assertThatThrownBy(() -> dataset.tagSamples("good", (String) null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tagSamples: a tag is null; it must be a text, such as \"checked\".");
        assertThatThrownBy(() -> dataset.untagSamples((String) null))
                .hasMessageContaining("untagSamples: a tag is null");
        assertThatThrownBy(() -> SampleDraft.of("c.jpg").tag(null))
                .hasMessageContaining("SampleDraft.tag: a tag is null");
        assertThat(dataset.countSampleTags().labels()).isEmpty();
    }
}
