package dev.winnow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.acquire.Acquisition;
import dev.winnow.acquire.Images;
import dev.winnow.acquire.Plan;
import dev.winnow.brain.BrainEmbeddings;
import dev.winnow.brain.LeakySplits;
import dev.winnow.brain.NearDuplicates;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.Sample;
import dev.winnow.format.Kitti;
import dev.winnow.train.Embedder;
import dev.winnow.vectors.Embeddings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard on real frames of one drive, some of which do not say that they belong to it. */
class RealRoadsTest {
    /** Labelled KITTI images that are frames 21, 7, 31 and 14 of drive 0052. */
    private static final List<String> OF_THE_DRIVE = List.of("001206.jpg", "001497.jpg", "001966.jpg", "004587.jpg");

    @TempDir
    static Path folder;

    private static Dataset roads;

    @BeforeAll
    static void read() throws Exception {
        KittiFolder kitti = KittiFolder.orSkip();
        kitti.copyImages(folder.resolve("images"));
        roads = Dataset.create(Home.at(folder.resolve("home")), "roads", IfExists.FAIL);
        Kitti.in(
                        folder.resolve("images"),
                        kitti.unpack(folder.resolve("labels")).resolve("label_2"))
                .read(roads);
        BrainEmbeddings.compute(roads, "embeddings", Embedder.builtIn());
    }

    private static boolean ofTheDrive(Sample sample) {
        return sample.fileName().startsWith("0052_") || OF_THE_DRIVE.contains(sample.fileName());
    }

    /** A clone in which only the frames that carry the drive's name say their sequence, with {@code held} as validation images. */
    private static Dataset world(String name, List<String> held) {
        Dataset dataset = roads.cloneTo(name, IfExists.FAIL);
        Map<String, String> sequences = new LinkedHashMap<>();
        List<String> val = new ArrayList<>();
        List<String> pool = new ArrayList<>();
        for (Sample sample : dataset.samples()) {
            if (sample.fileName().startsWith("0052_")) {
                sequences.put(sample.id(), "0052");
            }
            (held.contains(sample.fileName()) ? val : pool).add(sample.id());
        }
        dataset.addSampleField("sequence", dev.winnow.label.FieldType.STRING);
        dataset.setValues("sequence", sequences);
        dataset.select(val).tagSamples("split:val");
        dataset.select(pool).tagSamples("split:pool");
        return dataset;
    }

    private static Plan batch(Dataset dataset) {
        return Acquisition.coverageOnly().budget(Images.of(12)).batch("v0").select(dataset.matchTags("split:pool"));
    }

    @Test
    void no_pick_comes_from_a_drive_of_which_an_unnamed_frame_is_in_validation() {
        Dataset dataset = world("unnamed-held", OF_THE_DRIVE);
        Plan plan = batch(dataset);
        assertThat(roads.count()).isEqualTo(105);
        assertThat(plan.picks()).hasSize(12);
        assertThat(plan.view().samples()).noneMatch(RealRoadsTest::ofTheDrive);
    }

    @Test
    void no_unnamed_frame_is_picked_of_a_drive_that_is_in_validation() {
        List<String> drive = roads.samples().stream()
                .map(Sample::fileName)
                .filter(name -> name.startsWith("0052_"))
                .toList();
        Plan plan = batch(world("named-held", drive));
        assertThat(drive).hasSize(78);
        assertThat(plan.view().samples()).noneMatch(RealRoadsTest::ofTheDrive);
    }

    @Test
    void the_drives_frames_are_one_cluster_of_near_copies_by_either_embedder_and_leak_as_such() {
        Dataset dataset = roads.cloneTo("copies", IfExists.FAIL);
        BrainEmbeddings.compute(dataset, "grid", Embedder.grid());
        Map<String, String> names = new LinkedHashMap<>();
        dataset.samples().forEach(sample -> names.put(sample.id(), sample.fileName()));
        for (String field : List.of("embeddings", "grid")) {
            Map<String, List<String>> clusters = new LinkedHashMap<>();
            Embeddings vectors = dataset.embeddings(field);
            NearDuplicates.clusters(vectors, NearDuplicates.distance(vectors))
                    .forEach((id, cluster) -> clusters.computeIfAbsent(cluster, none -> new ArrayList<>())
                            .add(names.get(id)));
            assertThat(clusters).hasSize(24);
            assertThat(clusters.values())
                    .anySatisfy(cluster -> assertThat(cluster).hasSize(82).containsAll(OF_THE_DRIVE));
        }
        List<String> drive = dataset.samples().stream()
                .filter(sample -> sample.fileName().startsWith("0052_"))
                .map(Sample::id)
                .toList();
        dataset.select(drive).tagSamples("split:drive");
        dataset.exclude(drive).tagSamples("split:labelled");
        LeakySplits leaks = LeakySplits.find(dataset, "embeddings", List.of("split:drive", "split:labelled"));
        assertThat(leaks.leaksView().matchTags("split:labelled").samples())
                .extracting(Sample::fileName)
                .containsExactlyInAnyOrderElementsOf(OF_THE_DRIVE);
    }
}
