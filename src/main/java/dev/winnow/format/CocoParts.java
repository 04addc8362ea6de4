package dev.winnow.format;

import dev.winnow.data.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * COCO in several files read as one dataset, each picture with the tag {@code coco:<split>}: COCO's and CVAT's own layout
 * ({@code annotations/instances_train.json} beside {@code images/train}) and Roboflow's ({@code train/_annotations.coco.json} beside
 * its pictures).
 */
final class CocoParts implements Importer {
    private final Path folder;
    private final List<Part> parts;

    private CocoParts(Path folder, List<Part> parts) {
        this.folder = folder;
        this.parts = parts;
    }

    /** One JSON file: its split, and the folders, relative to the whole, in which its pictures are looked for. */
    private record Part(Path json, String split, List<String> places) {}

    static Optional<CocoParts> find(Path folder) {
        List<Part> parts = new ArrayList<>();
        for (String name : List.of("annotations", "Annotations")) {
            Path annotations = folder.resolve(name);
            if (parts.isEmpty() && Files.isDirectory(annotations)) {
                List<Path> all = coco(annotations);
                List<Path> instances = all.stream()
                        .filter(file -> file.getFileName().toString().startsWith("instances_"))
                        .toList();
                for (Path json : instances.isEmpty() ? all : instances) {
                    String split = ImageFolders.stem(json.getFileName().toString())
                            .replaceFirst("^(instances|person_keypoints)_", "");
                    parts.add(new Part(
                            json,
                            split,
                            List.of("images/" + split, "Images/" + split, split, "images", "Images", "data", "")));
                }
            }
        }
        if (parts.isEmpty()) {
            for (Path split : folders(folder)) {
                String name = split.getFileName().toString();
                coco(split)
                        .forEach(json ->
                                parts.add(new Part(json, name, List.of(name, name + "/images", name + "/data"))));
            }
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(new CocoParts(folder, parts));
    }

    private static List<Path> coco(Path folder) {
        return ImageFolders.all(folder, file -> file.toString().endsWith(".json") && CocoFile.looksLike(file));
    }

    private static List<Path> folders(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list " + folder.getFileName(), failure);
        }
    }

    @Override
    public ImportReport read(Dataset into, ImportOptions options) {
        Path root = folder.toAbsolutePath().normalize();
        SeenTexts names = new SeenTexts();
        return ImportBatch.run(into, options, "COCO", root, "ground_truth", intake -> {
            for (Part part : parts) {
                new CocoReader(part.json(), "ground_truth", intake, names, "coco:" + part.split(), part.places())
                        .read();
            }
        });
    }
}
