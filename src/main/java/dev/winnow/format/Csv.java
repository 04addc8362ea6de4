package dev.winnow.format;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.FieldType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table of samples as CSV, with a header: {@code filepath}, {@code tags} joined by {@code ;}, and one column a field of a text, number
 * or truth value. A column is a number where all its cells are; an empty cell is a missing value. Labels of boxes have other formats.
 */
public final class Csv implements Importer, Exporter {
    private final Path file;
    private final @Nullable Path pictures;
    private final List<String> fields;

    private Csv(Path file, @Nullable Path pictures, List<String> fields) {
        this.file = file;
        this.pictures = pictures;
        this.fields = fields;
    }

    /** A CSV file, or the one CSV file of a folder; pictures are named relative to the folder. */
    public static Csv in(Path place) {
        Path file = place;
        if (!place.toString().endsWith(".csv")) {
            file = Files.isDirectory(place)
                    ? ImageFolders.first(place, one -> one.toString().endsWith(".csv"))
                            .orElse(place.resolve("labels.csv"))
                    : place.resolve("labels.csv");
        }
        return new Csv(file, null, List.of());
    }

    /** The folder that file paths are relative to. */
    public Csv pictures(Path pictures) {
        return new Csv(file, pictures, fields);
    }

    /** The fields to write, all scalar ones where none are named. */
    public Csv fields(String... fields) {
        return new Csv(file, pictures, List.of(fields));
    }

    private Path folder() {
        return pictures == null ? Objects.requireNonNull(file.toAbsolutePath().getParent()) : pictures;
    }

    @Override
    public ImportReport read(Dataset into, ImportOptions options) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("There is no file " + file.getFileName() + ".");
        }
        // Once to see what the columns hold, once to read them.
        Map<String, FieldType> types = new LinkedHashMap<>();
        rows(row -> row.forEach((name, cell) -> types.merge(name, type(cell), Csv::wider)));
        if (!types.containsKey("filepath")) {
            throw new IllegalArgumentException(file.getFileName() + " has no column filepath. Columns: "
                    + String.join(", ", types.keySet()) + ".");
        }
        return ImportBatch.run(into, options, "CSV", folder(), "", intake -> {
            SeenTexts seen = new SeenTexts();
            rows(row -> {
                String path = row.getOrDefault("filepath", "");
                if (!seen.add(path)) {
                    intake.report().skip("picture is named twice", path);
                    return;
                }
                ImportBatch.Picture picture = intake.picture(path);
                if (picture != null) {
                    intake.add(filled(intake.draft(picture), row, types, intake.report()), 0);
                }
            });
        });
    }

    private static SampleDraft filled(
            SampleDraft draft, Map<String, String> row, Map<String, FieldType> types, ImportReport report) {
        row.forEach((name, cell) -> {
            if (cell.isEmpty() || Set.of("filepath", "id", "width", "height").contains(name)) {
                return;
            }
            if (name.equals("tags")) {
                for (String tag : cell.split(";")) {
                    draft.tag(tag.strip());
                }
                return;
            }
            String field = name.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^(?=[0-9])", "_");
            if (!field.matches("[A-Za-z_].*")) {
                report.skip("a column without a name", cell);
                return;
            }
            draft.set(
                    field,
                    switch (types.getOrDefault(name, FieldType.STRING)) {
                        case INT -> Long.valueOf(cell);
                        case FLOAT -> Double.valueOf(cell);
                        case BOOLEAN -> cell.equalsIgnoreCase("true");
                        default -> cell.startsWith("'") && cell.length() > 1 ? cell.substring(1) : cell;
                    });
        });
        return draft;
    }

    private static FieldType type(String cell) {
        if (cell.isEmpty()) {
            return FieldType.VECTOR; // says nothing: every other type is wider
        }
        if (cell.matches("-?\\d{1,18}") && !cell.matches("-?0\\d+")) {
            return FieldType.INT;
        }
        if (cell.matches("-?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?") && !cell.matches("-?0\\d+")) {
            return FieldType.FLOAT;
        }
        return cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false") ? FieldType.BOOLEAN : FieldType.STRING;
    }

    private static FieldType wider(FieldType one, FieldType two) {
        if (one == two || two == FieldType.VECTOR) {
            return one;
        }
        if (one == FieldType.VECTOR) {
            return two;
        }
        Set<FieldType> numbers = Set.of(FieldType.INT, FieldType.FLOAT);
        return numbers.contains(one) && numbers.contains(two) ? FieldType.FLOAT : FieldType.STRING;
    }

    private void rows(Consumer<Map<String, String>> each) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            CsvLines lines = new CsvLines(reader);
            List<String> header = lines.row();
            if (header == null) {
                throw new IllegalArgumentException(file.getFileName() + " is empty; a header with filepath is needed.");
            }
            for (List<String> cells = lines.row(); cells != null; cells = lines.row()) {
                if (cells.size() == 1 && cells.get(0).isBlank()) {
                    continue;
                }
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < header.size(); i++) {
                    String name = header.get(i).replace("\uFEFF", "").strip();
                    row.put(name, i < cells.size() ? cells.get(i).strip() : "");
                }
                each.accept(row);
            }
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException(file.getFileName() + ": " + broken.getMessage(), broken);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file.getFileName(), failure);
        }
    }

    // ---- out

    @Override
    public ExportReport write(SampleCollection from) {
        List<String> columns = new ArrayList<>(fields);
        if (columns.isEmpty()) {
            from.schema().forEach((name, type) -> {
                boolean scalar = Set.of(FieldType.STRING, FieldType.INT, FieldType.FLOAT, FieldType.BOOLEAN)
                        .contains(type);
                if (scalar && !Set.of("id", "filepath").contains(name)) {
                    columns.add(name);
                }
            });
        }
        List<Sample> samples = from.samples();
        MediaNames names = new MediaNames(samples);
        for (Sample sample : samples) {
            ImageFolders.copy(sample.media(), folder().resolve("data").resolve(names.of(sample)));
        }
        ImageFolders.write(file, writer -> {
            List<String> header = new ArrayList<>(List.of("filepath", "tags"));
            header.addAll(columns);
            writer.write(CsvLines.line(header));
            for (Sample sample : samples) {
                List<String> cells = new ArrayList<>();
                cells.add("data/" + names.of(sample));
                cells.add(String.join(";", sample.tags()));
                for (String column : columns) {
                    Object value = sample.get(column);
                    cells.add(value == null ? "" : String.valueOf(value));
                }
                writer.write(CsvLines.line(cells));
            }
        });
        return new ExportReport("CSV", samples.size(), 0, 0, new ExportLosses().notes(from, columns));
    }
}
