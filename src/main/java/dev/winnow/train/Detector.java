package dev.winnow.train;

import com.google.gson.Gson;
import dev.winnow.data.Dataset;
import dev.winnow.data.Media;
import dev.winnow.data.Run;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.Detection;
import dev.winnow.progress.Progress;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A small detector: hand-made feature maps and a dense anchor-free head, trained from nothing in seconds.
 *
 * <p>Labels outside {@code classes}, such as {@code DontCare}, are regions that teach nothing, neither object nor background. The same
 * images, labels and options give the same detector bit for bit: views are drawn by what is in a picture, not by its id.
 */
public final class Detector {
    private static final Gson GSON = new Gson();

    private final List<String> classes;
    private final Head head;

    private Detector(List<String> classes, Head head) {
        this.classes = List.copyOf(classes);
        this.head = head;
    }

    /** The fast preset: retrains in seconds on tens of images. */
    public static DetectorOptions options() {
        return DetectorOptions.FAST;
    }

    /**
     * Trains on the labels of {@code field}.
     *
     * @throws IllegalArgumentException for an empty view, no classes, or no box of any class
     */
    public static Detector train(SampleCollection view, String field, List<String> classes, DetectorOptions options) {
        if (view.count() == 0) {
            throw new IllegalArgumentException("There is nothing to train on: " + view + " is empty.");
        }
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("A detector needs at least one class.");
        }
        List<Sample> samples = view.samples();
        List<List<TrainingImage>> views = parallel("features of images", samples, sample -> {
            Pixels pixels = Pixels.of(Media.image(sample));
            Random random = new Random(options.seed() * 31 + pixels.digest());
            List<TrainingImage> own = new ArrayList<>();
            for (int v = 0; v < options.views(); v++) {
                own.add(TrainingImage.view(pixels, sample.detections(field), classes, v, random));
            }
            return own;
        });
        Head head = new Head(classes.size(), options.hidden(), options.seed());
        new HeadTrainer(head, views.stream().flatMap(List::stream).toList(), options).train();
        return new Detector(classes, head);
    }

    /** Work on every sample, on all cores, in their order. */
    private static <T> List<T> parallel(String what, List<Sample> samples, Function<Sample, T> work) {
        int cores = Math.max(1, Runtime.getRuntime().availableProcessors());
        ExecutorService threads = Executors.newFixedThreadPool(cores, task -> {
            Thread thread = new Thread(task, "images");
            thread.setDaemon(true);
            return thread;
        });
        try (Progress.Task task = Progress.task(what, samples.size())) {
            List<Future<T>> running = samples.stream()
                    .map(sample -> threads.submit(() -> work.apply(sample)))
                    .toList();
            List<T> done = new ArrayList<>();
            for (Future<T> one : running) {
                done.add(one.get());
                task.step(1);
            }
            return done;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading images; nothing was stored.", stop);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure.getMessage(), failure);
        } finally {
            threads.shutdownNow();
        }
    }

    public List<String> classes() {
        return classes;
    }

    /** What is found in a picture from score 0.01 on, the most certain first, at most 100. */
    public List<Detection> detect(BufferedImage image) {
        return Decoder.detect(head, new CellFeatures(Pixels.of(image)), classes);
    }

    /** Predicts for every sample and stores the result in {@code field}, replacing what was there. */
    public void predict(SampleCollection view, String field) {
        List<Sample> samples = view.samples();
        List<List<Detection>> found = parallel("predicting", samples, sample -> detect(Media.image(sample)));
        Map<String, List<Detection>> byId = new LinkedHashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            byId.put(samples.get(i).sampleId(), found.get(i));
        }
        view.setDetections(field, byId);
    }

    /** Keeps the detector with a dataset under a name, replacing one of that name. */
    public void save(Dataset dataset, String name) {
        dataset.putRun("detector", name, GSON.toJson(classes), head.toBytes());
    }

    public static Detector load(Dataset dataset, String name) {
        Run run = dataset.run("detector", name)
                .orElseThrow(() -> new IllegalArgumentException("Detector '" + name + "' is not in dataset '"
                        + dataset.name() + "'. Detectors: "
                        + dataset.runs("detector").stream().map(Run::key).collect(Collectors.joining(", ")) + "."));
        return new Detector(List.of(GSON.fromJson(run.json(), String[].class)), Head.fromBytes(run.blob()));
    }

    @Override
    public String toString() {
        return "Detector of " + String.join(", ", classes);
    }
}
