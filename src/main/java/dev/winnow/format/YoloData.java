package dev.winnow.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * YOLO's data file, {@code dataset.yaml} or {@code data.yaml}.
 *
 * @param splits by name what the file says where its pictures are: folders, or text files that list pictures
 * @param names classes by their number, which may have holes
 * @param keypoints how many numbers of keypoints are after each box, the product of {@code kpt_shape}; 0 where there are none
 */
record YoloData(Map<String, List<String>> splits, Map<Integer, String> names, int keypoints) {
    YoloData(Map<String, List<String>> splits, Map<Integer, String> names) {
        this(splits, names, 0);
    }

    private static final List<String> FILES = List.of("dataset.yaml", "data.yaml");
    private static final List<String> SPLITS = List.of("train", "val", "valid", "validation", "test", "trainval");

    static Optional<Path> find(Path folder) {
        Optional<Path> usual =
                FILES.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
        if (usual.isPresent()) {
            return usual;
        }
        List<Path> others = ImageFolders.all(
                folder,
                file -> file.toString().matches("(?i).*\\.ya?ml")
                        && ImageFolders.text(file).lines().anyMatch(line -> line.startsWith("names:")));
        return others.size() == 1 ? Optional.of(others.get(0)) : Optional.empty();
    }

    static Map<Integer, String> numbered(List<String> names) {
        Map<Integer, String> numbered = new TreeMap<>();
        names.forEach(name -> numbered.put(numbered.size(), name));
        return numbered;
    }

    static YoloData read(Path file) {
        Map<?, ?> root;
        try {
            root = new Yaml(new SafeConstructor(new LoaderOptions())).load(ImageFolders.text(file))
                            instanceof Map<?, ?> map
                    ? map
                    : Map.of();
        } catch (YAMLException broken) {
            throw new IllegalArgumentException(
                    file.getFileName() + " is no YAML: "
                            + String.valueOf(broken.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                    broken);
        }
        Map<String, List<String>> splits = new LinkedHashMap<>();
        root.forEach((key, value) -> {
            String name = String.valueOf(key);
            boolean places = value instanceof String text && (SPLITS.contains(name) || text.contains("/"));
            boolean texts = value instanceof List<?> list
                    && list.stream().allMatch(place -> place instanceof String text && !text.isBlank());
            if (value instanceof List<?> list
                    && texts
                    && (SPLITS.contains(name) || list.toString().contains("/"))) {
                splits.put(name, list.stream().map(String::valueOf).toList());
            } else if (places && !List.of("path", "download").contains(name)) {
                splits.put(name, List.of(String.valueOf(value)));
            }
        });
        int points = root.get("kpt_shape") instanceof List<?> shape
                        && shape.size() == 2
                        && shape.get(0) instanceof Integer count
                        && shape.get(1) instanceof Integer values
                ? count * values
                : 0;
        return new YoloData(splits, names(file, root.get("names")), points);
    }

    private static Map<Integer, String> names(Path file, @Nullable Object names) {
        if (names instanceof List<?> list) {
            return numbered(list.stream().map(String::valueOf).toList());
        }
        if (names instanceof Map<?, ?> map) {
            Map<Integer, String> numbered = new TreeMap<>();
            map.forEach((number, name) -> {
                if (!String.valueOf(number).matches("\\d{1,9}")) {
                    throw new IllegalArgumentException(
                            file.getFileName() + " names a class '" + number + "'; classes are numbered from 0.");
                }
                numbered.put(Integer.valueOf(String.valueOf(number)), String.valueOf(name));
            });
            return numbered;
        }
        throw new IllegalArgumentException(
                file.getFileName() + " has no names: a list or numbers with class names is needed.");
    }

    YoloData with(String split, String place) {
        Map<String, List<String>> more = new LinkedHashMap<>(splits);
        more.put(split, List.of(place));
        return new YoloData(more, names, keypoints);
    }

    /** Writes the file, whose folder becomes its {@code path}. */
    void write(Path file) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("path", String.valueOf(file.toAbsolutePath().normalize().getParent()));
        splits.forEach(
                (split, places) -> root.put(split, places.size() == 1 ? places.get(0) : new ArrayList<>(places)));
        root.put("names", names);
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        ImageFolders.write(file, new Yaml(options).dump(root));
    }
}
