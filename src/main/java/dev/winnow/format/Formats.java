package dev.winnow.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Which format a folder has, told by the files in it. */
public final class Formats {
    private Formats() {}

    /**
     * The importer for a folder, or a ZIP file that holds one: the first of FiftyOneDataset, YOLO, COCO, Pascal VOC, KITTI, CSV, class folders and plain pictures whose
     * files are there.
     *
     * @throws IllegalArgumentException if none are, saying what was looked for; if there are files of labels that no importer would
     *     read, naming them and what they look like
     */
    public static Importer detect(Path folder) {
        if (Files.isRegularFile(folder)
                && folder.toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
            return new ZipFolder(folder);
        }
        ImageFolders.require(folder);
        for (FolderDetector other : ServiceLoader.load(FolderDetector.class, Formats.class.getClassLoader())) {
            Optional<Importer> found = other.detect(folder);
            if (found.isPresent()) {
                return found.get();
            }
        }
        if (YoloData.find(folder).isPresent()) {
            return Yolo.v5(folder);
        }
        if (cocoFile(folder).isPresent()) {
            return Coco.in(cocoFile(folder).get());
        }
        Optional<CocoParts> parts = CocoParts.find(folder);
        if (parts.isPresent()) {
            return parts.get();
        }
        if (Voc.looksLike(folder)) {
            return Voc.in(folder);
        }
        for (Path place : List.of(folder, folder.resolve("training"))) {
            if (Files.isDirectory(place.resolve("label_2"))) {
                return Kitti.in(place);
            }
        }
        if (kittiRows(folder)) {
            return Kitti.in(folder);
        }
        if (Files.isDirectory(folder.resolve("images")) && Files.isDirectory(folder.resolve("labels"))) {
            throw new IllegalArgumentException(
                    folder.getFileName() + " has images and labels as YOLO has them, but no"
                            + " dataset.yaml or data.yaml that names the classes. Name them: Yolo.v5(folder).classes(List.of(…)).");
        }
        if (ImageFolders.first(folder, file -> file.toString().endsWith(".csv"))
                .filter(Formats::namesPictures)
                .isPresent()) {
            return Csv.in(folder);
        }
        List<Path> pictures = ImageFolders.pictures(folder);
        if (pictures.isEmpty()) {
            throw new IllegalArgumentException("No format is recognised in " + folder.getFileName() + ". Looked for:"
                    + " metadata.json with samples.json (FiftyOneDataset), a YAML file with names (YOLO),"
                    + " a JSON file with images and annotations (COCO), XML files of an annotation each (Pascal VOC),"
                    + " label_2 or text files of 15 columns (KITTI), a CSV file with a column filepath,"
                    + " and pictures (" + String.join(" ", ImageFolders.PICTURES) + "). There: " + listed(folder)
                    + ".");
        }
        LabelFiles.find(folder).ifPresent(found -> {
            throw new IllegalArgumentException(folder.getFileName() + " has files of labels that would not be read: "
                    + String.join(", ", found.files())
                    + ". They look like " + found.format()
                    + ". Convert them to COCO, YOLO, Pascal VOC, KITTI or CSV with a column filepath, or name the format"
                    + " (Coco.in, Yolo.v5, Voc.in, Kitti.in). For the pictures alone: ImageFolder.in(folder).");
        });
        boolean classes =
                pictures.stream().allMatch(file -> folder.relativize(file).getNameCount() == 2);
        long folders = pictures.stream().map(Path::getParent).distinct().count();
        return classes && folders > 1 ? ClassFolders.in(folder) : ImageFolder.in(folder);
    }

    private static Optional<Path> cocoFile(Path folder) {
        for (String name : List.of("labels.json", "_annotations.coco.json", "annotations.json")) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return Optional.of(folder.resolve(name));
            }
        }
        return ImageFolders.first(folder, file -> file.toString().endsWith(".json") && CocoFile.looksLike(file));
    }

    private static boolean kittiRows(Path folder) {
        Path labels = Files.isDirectory(folder.resolve("labels")) ? folder.resolve("labels") : folder;
        return ImageFolders.first(labels, file -> file.toString().endsWith(".txt") && KittiRow.looksLike(file))
                .isPresent();
    }

    private static boolean namesPictures(Path csv) {
        String header = ImageFolders.firstLine(csv).replace("\uFEFF", "").replace("\"", "");
        return List.of(header.split("\\s*,\\s*")).contains("filepath");
    }

    private static String listed(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .sorted()
                    .limit(11)
                    .toList();
            return names.isEmpty()
                    ? "nothing"
                    : String.join(", ", names.subList(0, Math.min(10, names.size())))
                            + (names.size() > 10 ? ", …" : "");
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list " + folder.getFileName(), failure);
        }
    }
}
