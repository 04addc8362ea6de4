package dev.winnow.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Files of labels that no importer reads, told by their first bytes, so that a folder of them is not taken for plain pictures. */
final class LabelFiles {
    private static final int LOOKED_AT = 4096;
    private static final int LISTED = 3;

    private static final String NUMBER = "-?[0-9.]+(?:[eE][-+]?[0-9]+)?";
    private static final Pattern FIVE = Pattern.compile("(?s)\\d+(?:[ \\t]+" + NUMBER + "){4,}[ \\t]*(?:\\R.*)?");
    private static final Pattern EIGHT =
            Pattern.compile("(?s)(?:" + NUMBER + "[ \\t]+){8}\\S+[ \\t]+\\d[ \\t]*(?:\\R.*)?");
    private static final Pattern TRACK = Pattern.compile("(?s)\\d+,-?\\d+(?:," + NUMBER + "){4,}[ \\t]*(?:\\R.*)?");
    private static final Pattern FACES = Pattern.compile("(?si)\\S+\\.(?:jpe?g|png)\\s+\\d+\\s+\\d+ \\d+ \\d+ \\d+.*");

    private LabelFiles() {}

    /** A format whose files were found, and some of them relative to the folder. */
    record Found(String format, List<String> files) {}

    /** The labels below a folder that would be lost if only its pictures were read; empty where there are none. */
    static Optional<Found> find(Path folder) {
        List<String> names = new ArrayList<>();
        String[] format = {""};
        ImageFolders.walk(folder, file -> {
            String known = ImageFolders.isPicture(file) ? "" : format(file);
            if (!known.isEmpty() && (format[0].isEmpty() || format[0].equals(known))) {
                format[0] = known;
                names.add(folder.relativize(file).toString());
            }
            return names.size() < LISTED;
        });
        return names.isEmpty() ? Optional.empty() : Optional.of(new Found(format[0], List.copyOf(names)));
    }

    /** The name of the format that a file's beginning has; empty for a file that is none of labels. */
    private static String format(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.equals("obj.data") || name.equals("obj.names")) {
            return "darknet";
        }
        String text = start(file);
        if (name.endsWith(".xml")) {
            return xml(text);
        }
        if (name.endsWith(".json") || name.endsWith(".jsonl")) {
            return json(text);
        }
        if (name.endsWith(".csv")) {
            return csv(text);
        }
        return name.endsWith(".txt") ? rows(text) : "";
    }

    private static String xml(String text) {
        if (text.contains("<annotations")) {
            return "CVAT XML";
        }
        return text.contains("<RectangleLabels") || text.contains("<PolygonLabels") ? "Label Studio" : "";
    }

    private static String json(String text) {
        if (text.contains("\"shapes\"") && text.contains("\"shape_type\"") || text.contains("\"imagePath\"")) {
            return "LabelMe";
        }
        if (text.contains("\"from_name\"") || text.contains("\"rectanglelabels\"")) {
            return "Label Studio";
        }
        if (text.contains("\"image\"") && text.contains("\"coordinates\"")) {
            return "CreateML";
        }
        if (text.contains("\"box2d\"")) {
            return "BDD100K";
        }
        if (text.contains("\"image_id\"") && text.contains("\"bbox\"")) {
            return "COCO results";
        }
        if (text.contains("\"regions\"") && text.contains("\"boundingBox\"")) {
            return "VoTT";
        }
        return text.contains("\"annotations\"") || text.contains("\"bbox\"") || text.contains("\"objects\"")
                ? "JSON annotations"
                : "";
    }

    private static String csv(String text) {
        String header = text.lines().findFirst().orElse("").toLowerCase(Locale.ROOT);
        if (header.contains("imageid") && header.contains("labelname")) {
            return "Open Images CSV";
        }
        if (header.contains("xmin") || header.contains("x_min") || header.contains("bbox")) {
            return "CSV of boxes";
        }
        return header.matches("\"?filename\"?,.*") ? "CSV of classes" : "";
    }

    private static String rows(String text) {
        String first = text.strip();
        if (first.startsWith("imagesource:") || EIGHT.matcher(first).matches()) {
            return "DOTA";
        }
        if (TRACK.matcher(first).matches()) {
            return "MOT";
        }
        if (FACES.matcher(first).matches()) {
            return "WIDER FACE";
        }
        return FIVE.matcher(first).matches() ? "YOLO rows (darknet)" : "";
    }

    private static String start(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LOOKED_AT), StandardCharsets.UTF_8).replace("\uFEFF", "");
        } catch (IOException unreadable) {
            return "";
        }
    }
}
