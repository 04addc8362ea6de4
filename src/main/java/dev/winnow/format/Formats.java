package dev.winnow.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Which format a folder has, told by the files in it. */
public final class Formats {
    private Formats() {}

    /** YOLO by its yaml, KITTI by {@code label_2} or text files beside pictures, COCO by its JSON, else a folder of images. */
    public static Importer detect(Path folder) {
        Folders.require(folder);
        if (Files.exists(folder.resolve("dataset.yaml")) || Files.exists(folder.resolve("data.yaml"))) {
            return Yolo.v5(folder);
        }
        if (Files.isDirectory(folder.resolve("image_2"))) {
            return Files.isDirectory(folder.resolve("label_2")) ? Kitti.in(folder) : ImageFolder.in(folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (files.anyMatch(file -> file.toString().endsWith(".json"))) {
                return Coco.in(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list " + folder, failure);
        }
        return ImageFolder.in(folder);
    }
}
