package dev.winnow.format;

import dev.winnow.data.Dataset;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.progress.Progress;
import java.awt.Dimension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Samples on their way into a dataset. They go in by batches, so that what is held does not grow with the input, inside one
 * transaction, so that a file that breaks off leaves nothing behind. Pictures and boxes are checked here, once for all formats.
 */
public final class ImportBatch {
    /** So much waits at most: samples, each counted as four labels, and labels. */
    static final int BATCH = 100_000;

    private final Dataset into;
    private final ImportOptions options;
    private final ImportReport report;
    private final Path pictures;
    private final Path prefix;
    private final Progress.Task progress;
    private final List<SampleDraft> batch = new ArrayList<>();
    private int waiting;
    private final Map<String, Class<?>> kinds = new HashMap<>();

    private ImportBatch(
            Dataset into,
            ImportOptions options,
            ImportReport report,
            Path pictures,
            Path prefix,
            Progress.Task progress) {
        this.into = into;
        this.options = options;
        this.report = report;
        this.pictures = pictures;
        this.prefix = prefix;
        this.progress = progress;
    }

    /**
     * One import: {@code work} adds the samples, whose pictures lie in {@code pictures} or below.
     *
     * @param field the field of labels that the dataset is to have, or empty for none
     */
    public static ImportReport run(
            Dataset into,
            ImportOptions options,
            String format,
            Path pictures,
            String field,
            Consumer<ImportBatch> work) {
        ImportReport report = new ImportReport(format);
        Path root = pictures.toAbsolutePath().normalize();
        try (Progress.Task progress = Progress.task("import " + format, 0)) {
            into.transaction("import " + format, () -> {
                Path prefix = place(into, root);
                if (!field.isEmpty()) {
                    into.addSampleField(field, FieldType.DETECTIONS);
                }
                ImportBatch intake = new ImportBatch(into, options, report, root, prefix, progress);
                work.accept(intake);
                intake.flush();
            });
        }
        return report;
    }

    /** Makes {@code root} the media root of an empty dataset, or finds it below that of one with samples. */
    private static Path place(Dataset into, Path root) {
        Path before = into.mediaRoot().toAbsolutePath().normalize();
        if (into.count() == 0) {
            into.setMediaRoot(root);
            return Path.of("");
        }
        if (root.startsWith(before)) {
            return before.relativize(root);
        }
        throw new IllegalArgumentException("Dataset '" + into.name() + "' has its pictures in another folder ("
                + before.getFileName() + ") than this import (" + root.getFileName()
                + "). Import into a dataset of its own, or keep both below one folder.");
    }

    public ImportReport report() {
        return report;
    }

    /**
     * The picture that a file names, if it lies in the folder of pictures and can be read; otherwise nothing, and the reason is
     * counted.
     */
    @Nullable
    Picture picture(String name) {
        Path file = place(name);
        return file == null ? null : picture(file);
    }

    @Nullable
    Picture picture(Path file) {
        if (!Files.isRegularFile(file)) {
            report.skip("picture is missing", pictures.relativize(file).toString());
            return null;
        }
        Dimension size = ImageFolders.size(file, report);
        return size == null ? null : new Picture(file, size);
    }

    /** Whether a file of this name is in the folder of pictures. */
    boolean has(String name) {
        Path file = ImageFolders.inside(pictures, name);
        return file != null && Files.isRegularFile(file);
    }

    private @Nullable Path place(String name) {
        Path file = ImageFolders.inside(pictures, name);
        if (file == null) {
            report.skip("file name leads out of the folder", name);
        }
        return file;
    }

    /** The place of a picture that a file names, which may be empty yet; nothing where it is outside of the folder. */
    @Nullable
    public Path inside(String name) {
        return place(name);
    }

    /** A sample to be filled in and added. */
    public SampleDraft draft(Picture picture) {
        SampleDraft draft = SampleDraft.of(prefix.resolve(pictures.relativize(picture.file())));
        draft.size(picture.size().width, picture.size().height);
        return options.keepInvalidBoxes() ? draft.keepInvalid() : draft;
    }

    /** A sample of which nothing but its place is known. */
    public SampleDraft draft(Path file) {
        SampleDraft draft = SampleDraft.of(prefix.resolve(pictures.relativize(file)));
        return options.keepInvalidBoxes() ? draft.keepInvalid() : draft;
    }

    /** Sets a field; a value of another kind than those before it in this import is left out. */
    void set(SampleDraft draft, String field, Object value) {
        Class<?> kind = kinds.computeIfAbsent(field, first -> value.getClass());
        if (kind == value.getClass()) {
            draft.set(field, value);
        } else {
            report.skip("values of field '" + field + "' are of different kinds", String.valueOf(value));
        }
    }

    /** A label with the box as it will be stored, or nothing if it is none. */
    @Nullable
    Detection label(String name, Box box, String where) {
        return label(name, box, where, options, report);
    }

    public static @Nullable Detection label(
            String name, Box box, String where, ImportOptions options, ImportReport report) {
        String problem = box.problem();
        if (problem.isEmpty() || options.keepInvalidBoxes()) {
            return Detection.of(name, box);
        }
        Box trimmed = problem.startsWith("reaches") ? box.clipped() : box;
        if (!trimmed.problem().isEmpty()) {
            report.skip("box is " + problem, where);
            return null;
        }
        report.changed("box trimmed to the image", where);
        return Detection.of(name, trimmed);
    }

    public void add(SampleDraft draft, int labels) {
        batch.add(draft);
        report.add(1, labels);
        progress.step(1);
        waiting += 4 + labels;
        if (waiting >= BATCH) {
            flush();
        }
    }

    /** Adds what waits, so that the dataset has all samples so far. */
    public void flush() {
        if (!batch.isEmpty()) {
            into.addSamples(batch);
            batch.clear();
            waiting = 0;
        }
    }

    /** A picture that is there, and its size upright. */
    record Picture(Path file, Dimension size) {}
}
