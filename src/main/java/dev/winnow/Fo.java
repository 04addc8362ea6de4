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

    public Dataset loadDataset(String name) {
        // Whoever loads a dataset looks at it soon.
        ContactSheet.prepare();
        return Dataset.load(Home.current(), name);
    }

    /** A new, empty dataset. */
    public Dataset dataset(String name, IfExists ifExists) {
        return Dataset.create(Home.current(), name, ifExists);
    }

    /** A dataset with a sample for each row of a table, of which one column is {@code filepath}. */
    public Dataset fromTable(String name, Table table, IfExists ifExists) {
        return Dataset.fromTable(Home.current(), name, table, ifExists);
    }

    public List<String> listDatasets() {
        return Home.current().listDatasets();
    }

    public boolean datasetExists(String name) {
        return Home.current().exists(name);
    }

    /** Takes a dataset out of its home for good. The pictures stay. */
    public void deleteDataset(String name) {
        Dataset.load(Home.current(), name).delete();
    }

    /** The folder of the current home, for what a notebook wants to keep beside its datasets. */
    public Path homeFolder() {
        return Home.current().folder();
    }

    /**
     * Reads a folder into a dataset of this name, telling its format by its files; a dataset that is there is loaded and nothing is read.
     */
    public Dataset importFolder(String name, Path folder) {
        return importFolder(name, Formats.detect(folder));
    }

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

    /** Predictions of another trainer. */
    public ImportReport importPredictions(SampleCollection view, String field, Yolo format) {
        return format.readPredictions(view, field);
    }

    public Evaluation evaluateDetections(SampleCollection view, String predictions, String truth, String evalKey) {
        return evaluateDetections(view, predictions, truth, evalKey, EvaluationOptions.defaults());
    }

    public Evaluation evaluateDetections(
            SampleCollection view, String predictions, String truth, String evalKey, EvaluationOptions options) {
        return DetectionEvaluator.evaluate(view, predictions, truth, evalKey, options);
    }

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
