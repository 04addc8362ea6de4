package dev.winnow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The real KITTI images that tests read where they lie; nothing of them is part of this project. */
public record KittiFolder(Path path) {
    /** The folder named by {@code WINNOW_KITTI}, or {@code shared/data/kitti} beside the project; the test is skipped where it is missing. */
    public static KittiFolder orSkip() {
        String named = System.getenv("WINNOW_KITTI");
        Path found = named == null ? null : Path.of(named);
        for (Path at = Path.of("").toAbsolutePath(); at != null && found == null; at = at.getParent()) {
            Path there = at.resolve("shared/data/kitti");
            found = Files.isDirectory(there) ? there : null;
        }
        Assumptions.assumeTrue(found != null, "KITTI is not here; set WINNOW_KITTI to its folder to run this test");
        return new KittiFolder(found);
    }

    /** Unpacks the label files, splits and detections below {@code to} and returns the folder that holds {@code label_2}. */
    public Path unpack(Path to) throws IOException, InterruptedException {
        Files.createDirectories(to);
        Process tar = new ProcessBuilder(
                        "tar",
                        "xzf",
                        path.resolve("labels_splits_detections.tar.gz").toString(),
                        "-C",
                        to.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        try (Stream<Path> found = Files.walk(to)) {
            return found.filter(one -> one.getFileName().toString().equals("label_2"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }

    /** Copies the 27 labelled images, and the 78 frames of drive 0052 as {@code 0052_<frame>.jpg}. */
    public void copyImages(Path to) throws IOException {
        Files.createDirectories(to);
        for (String part : List.of("image_2", "raw_0052")) {
            try (Stream<Path> images = Files.list(path.resolve(part))) {
                for (Path image :
                        images.filter(one -> one.toString().endsWith(".jpg")).toList()) {
                    Files.copy(image, to.resolve((part.equals("image_2") ? "" : "0052_") + image.getFileName()));
                }
            }
        }
    }
}
