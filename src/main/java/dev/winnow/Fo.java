package dev.winnow;

import dev.winnow.acquire.AnnotationQueue;
import dev.winnow.acquire.Plan;
import dev.winnow.app.AppSession;
import dev.winnow.app.TableSession;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleCollection;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.format.ExportReport;
import dev.winnow.format.Exporter;
import dev.winnow.format.Formats;
import dev.winnow.format.ImportReport;
import dev.winnow.format.Importer;
import dev.winnow.format.LabelFormat;
import dev.winnow.format.ReturnedLabels;
import dev.winnow.format.Yolo;
import dev.winnow.show.ContactSheet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;

/** The object {@code fo}: datasets of the current home, formats, evaluation and the App. */
public final class Fo {
    Fo() {}

    /**
     * The dataset of that name in the current home. Its samples are read when first asked for; two notebooks may have it open at once.
     *
     * @throws IllegalArgumentException if there is none of that name, with the names that there are
     */
    public Dataset loadDataset(String name) {
        // Whoever loads a dataset looks at it soon.
        ContactSheet.prepare();
        return Dataset.load(Home.current(), name);
    }

    /**
     * A new, empty dataset of that name.
     *
     * @param ifExists what happens if there is one: {@code FAIL} refuses, {@code LOAD} gives the one that is there, {@code REPLACE} takes
     *     its place; one that holds labels of people is set aside first, and the call that brings it back is printed
     */
    public Dataset dataset(String name, IfExists ifExists) {
        return Dataset.create(Home.current(), name, ifExists);
    }

    /**
     * A dataset with a sample for each row of a table. The column {@code filepath} names the picture; each other column becomes a field of
     * its type, and a missing cell a missing value.
     *
     * @throws IllegalArgumentException if there is no column {@code filepath}, or a column's type is none that a field has
     */
    public Dataset fromTable(String name, Table table, IfExists ifExists) {
        return Dataset.fromTable(Home.current(), name, table, ifExists);
    }

    /** The names of the datasets in the current home, sorted. */
    public List<String> listDatasets() {
        return Home.current().listDatasets();
    }

    /** Whether the current home has a dataset of that name. */
    public boolean datasetExists(String name) {
        return Home.current().exists(name);
    }

    /**
     * Takes a dataset out of its home for good, with its snapshots and vectors. The pictures that it names stay where they are.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public void deleteDataset(String name) {
        Dataset.load(Home.current(), name).delete();
    }

    /** The folder of the current home ({@code WINNOW_HOME}), for what a notebook wants to keep beside its datasets. */
    public Path homeFolder() {
        return Home.current().folder();
    }

    /**
     * Reads a folder, or a ZIP file that holds one, into a new dataset, telling its format by the files in it, and prints what came and what
     * was left out, with the reason. A dataset that is there already is loaded, and nothing is read: so says a line.
     *
     * <pre>{@code
     * var dataset = fo.importFolder("streets", Path.of("/data/streets"));
     * }</pre>
     *
     * @throws IllegalArgumentException if no format is recognised, with what was looked for; no dataset is left behind
     */
    public Dataset importFolder(String name, Path folder) {
        return importFolder(name, Formats.detect(folder));
    }

    /** The same in a format that the caller names, such as {@code Coco.in(folder)}. */
    public Dataset importFolder(String name, Importer importer) {
        if (datasetExists(name)) {
            System.out.println("Dataset '" + name + "' is there already: loaded, nothing imported.");
            return loadDataset(name);
        }
        Dataset dataset = dataset(name, IfExists.FAIL);
        try {
            ImportReport report = importer.read(dataset);
            System.out.println(report);
            return dataset;
        } catch (RuntimeException failed) {
            dataset.delete();
            throw failed;
        }
    }

    /**
     * Writes the samples of a view, with their pictures and labels, in a format of another tool, and prints what the format could not hold.
     *
     * <pre>{@code
     * fo.export(dataset.matchTags("batch:v0"), Yolo.v5(folder).split("train").labels("human_labels").classes(classes));
     * }</pre>
     */
    public ExportReport export(SampleCollection view, Exporter format) {
        ExportReport report = format.write(view);
        System.out.println(report);
        return report;
    }

    /**
     * Takes the pictures that wait in a queue elsewhere: with the classes of its schema, what people have drawn so far, and nobody's
     * other labels, whatever field the format names.
     */
    public ExportReport export(AnnotationQueue queue, LabelFormat format) {
        return export(queue.view(), own(format, queue).labels(queue.field()));
    }

    /**
     * Brings labels back into a queue, for the samples that still wait. What breaks the schema, or has no label, goes on waiting, sample
     * by sample; the report says why. Where a person did find nothing, {@code queue.submit(id, List.of(), annotator, seconds)} says so.
     *
     * @param annotator who labelled, where the format does not say so for a label
     */
    public ImportReport importLabels(AnnotationQueue queue, LabelFormat format, String annotator) {
        SampleCollection samples = queue.view();
        ReturnedLabels back = own(format, queue).readLabels(samples);
        AnnotationQueue.Taken taken = queue.take(back.byId(), annotator);
        Map<String, String> files = new HashMap<>();
        samples.samples().forEach(sample -> files.put(sample.id(), sample.filepath()));
        taken.refused().forEach((id, why) -> back.leftOut("refused: " + why, String.valueOf(files.get(id))));
        ImportReport report = back.taken(taken.samples(), taken.labels());
        System.out.println(report + "\n  " + queue);
        return report;
    }

    private static LabelFormat own(LabelFormat format, AnnotationQueue queue) {
        return format.classes(queue.schema().classes()).among(queue.dataset().select(queue.ids()));
    }

    /**
     * Reads what another trainer's model predicts for the pictures of a view into a field of detections with confidences; pictures are
     * recognised by their file names. Labels that fit no picture, and pictures without a prediction, are counted in the report.
     *
     * @param field the field to write, made if it is missing
     */
    public ImportReport importPredictions(SampleCollection view, String field, Yolo format) {
        return format.readPredictions(view, field);
    }

    /**
     * Compares two fields of boxes by COCO's rules: mAP over all predictions, and true positives, false positives and misses at the
     * operating point (the score of best F1, which the result names). Stores, per box, {@code evalKey} ({@code tp}, {@code fp} or
     * {@code fn}), {@code evalKey_id} and {@code evalKey_iou}; per sample, {@code evalKey_tp}, {@code evalKey_fp} and {@code evalKey_fn};
     * and the evaluation itself, for {@link #loadEvaluation}. One of the same key is replaced.
     *
     * <pre>{@code
     * var evaluation = fo.evaluateDetections(val, "predictions_v0", "ground_truth", "eval_v0");
     * evaluation.map(0.5)                 // 0 to 1
     * evaluation.errors()                 // a table: a row an error
     * }</pre>
     *
     * @throws IllegalArgumentException if a field is missing or holds no boxes, or a prediction has no confidence
     */
    public Evaluation evaluateDetections(SampleCollection view, String predictions, String truth, String evalKey) {
        return evaluateDetections(view, predictions, truth, evalKey, EvaluationOptions.defaults());
    }

    /** The same with options: IoU threshold, operating point, whether classes must agree to match, size of boxes. */
    public Evaluation evaluateDetections(
            SampleCollection view, String predictions, String truth, String evalKey, EvaluationOptions options) {
        return DetectionEvaluator.evaluate(view, predictions, truth, evalKey, options);
    }

    /**
     * The evaluation that was stored under a key, as it was when it was made: labels edited since do not change it.
     *
     * @throws IllegalArgumentException if there is none, with the keys that there are
     */
    public Evaluation loadEvaluation(Dataset dataset, String evalKey) {
        return Evaluation.load(dataset, evalKey);
    }

    /** Opens a queue for a person to label. */
    public AppSession launchApp(AnnotationQueue queue) {
        AppSession session = new AppSession(queue);
        session.show();
        return session;
    }

    /** Shows a batch, and what another share of coverage would choose. */
    public AppSession launchApp(Plan plan) {
        AppSession session = new AppSession(plan);
        session.show();
        return session;
    }

    /** Shows the samples in the cell and keeps looking at them. */
    public AppSession launchApp(SampleCollection view) {
        AppSession session = new AppSession(view);
        session.show();
        return session;
    }

    /** Shows a table in the cell, to be paged through and sorted. */
    public TableSession launchApp(Table table) {
        TableSession session = new TableSession(table);
        session.show();
        return session;
    }
}
