package dev.winnow.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a YOLO folder.
 *
 * @param root the folder that all of them are in
 * @param bySplit the pictures of each split, sorted by path
 * @param unread places that the data file names and that cannot be read, and why
 */
record YoloPictures(Path root, Map<String, List<Path>> bySplit, Map<String, String> unread) {

    /** The pictures of one split, or of all with {@code null}; those below {@code images} where the data file names none. */
    static YoloPictures find(Path folder, YoloData data, @Nullable String wanted) {
        Path root = folder.toAbsolutePath().normalize();
        Map<String, List<Path>> bySplit = new LinkedHashMap<>();
        Map<String, String> unread = new LinkedHashMap<>();
        data.splits().forEach((split, places) -> {
            if (wanted == null || wanted.equals(split)) {
                for (String place : places) {
                    List<Path> found = pictures(root, split, place, unread);
                    bySplit.computeIfAbsent(split, name -> new PathList(root)).addAll(found);
                }
            }
        });
        boolean any = bySplit.values().stream().anyMatch(files -> !files.isEmpty());
        if (!any && Files.isDirectory(root.resolve("images"))) {
            bySplit.clear();
            byFolder(root.resolve("images"), wanted, bySplit);
            any = !bySplit.isEmpty();
        }
        if (!any) {
            throw new IllegalArgumentException("No pictures of " + (wanted == null ? "any split" : "split " + wanted)
                    + " in " + root.getFileName() + ". The data file names " + data.splits()
                    + "; looked for these below the folder, then for images/.");
        }
        Path images = root.resolve("images");
        boolean below =
                bySplit.values().stream().allMatch(files -> files.stream().allMatch(f -> f.startsWith(images)));
        return new YoloPictures(below ? images : root, bySplit, unread);
    }

    /** A picture's label file: its path with the last {@code images} folder named {@code labels}; beside it where there is none. */
    static Path labels(Path folder, Path picture) {
        Path root = folder.toAbsolutePath().normalize();
        Path inside = root.relativize(picture);
        Path labels = root;
        int last = -1;
        for (int i = 0; i < inside.getNameCount() - 1; i++) {
            last = inside.getName(i).toString().equals("images") ? i : last;
        }
        for (int i = 0; i < inside.getNameCount() - 1; i++) {
            labels = labels.resolve(i == last ? "labels" : inside.getName(i).toString());
        }
        return labels.resolve(ImageFolders.stem(picture.getFileName().toString()) + ".txt");
    }

    private static List<Path> pictures(Path root, String split, String place, Map<String, String> unread) {
        // Data files written elsewhere name places as seen from there: ../train/images, or an absolute folder that is
        // gone.
        Path there = ImageFolders.inside(root, place);
        if (there == null || !Files.exists(there)) {
            there = ImageFolders.inside(root, place.replaceFirst("^(\\.\\./)+", ""));
        }
        if (there == null) {
            unread.put(split + ": " + place, "a split leads out of the folder");
            return List.of();
        }
        if (Files.isDirectory(there)) {
            return ImageFolders.pictures(there);
        }
        if (Files.isRegularFile(there) && place.endsWith(".txt")) {
            List<Path> listed = new PathList(root);
            ImageFolders.lines(there, line -> {
                Path picture = ImageFolders.inside(root, line);
                if (picture == null) {
                    unread.put(split + ": " + line, "file name leads out of the folder");
                } else {
                    listed.add(picture);
                }
            });
            return listed;
        }
        unread.put(split + ": " + place, "a split is not there");
        return List.of();
    }

    private static void byFolder(Path images, @Nullable String wanted, Map<String, List<Path>> bySplit) {
        Map<String, List<Path>> found = new TreeMap<>();
        for (Path file : ImageFolders.pictures(images)) {
            Path inside = images.relativize(file);
            String split = inside.getNameCount() > 1 ? inside.getName(0).toString() : "";
            if (wanted == null || wanted.equals(split)) {
                found.computeIfAbsent(split, name -> new PathList(images)).add(file);
            }
        }
        bySplit.putAll(found);
    }
}
