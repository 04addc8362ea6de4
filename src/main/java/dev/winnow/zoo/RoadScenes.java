package dev.winnow.zoo;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.MediaProvider;
import dev.winnow.data.SampleDraft;
import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import dev.winnow.label.FieldType;
import dev.winnow.progress.Progress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;

/**
 * Painted road scenes, 640 × 192, grouped into {@code left} and {@code right}: synthetic pictures with KITTI's classes and about
 * its statistics, the same under one seed on every machine. PNG, since JPEG decoders differ between Javas.
 *
 * <p>{@code ground_truth} is exact. {@code noisy_labels} has planted errors at a stated rate, and {@code planted_errors} is the
 * answer key: {@code missing, shifted, class, duplicate} or {@code zero_area} with the id of the true label.
 */
public final class RoadScenes implements MediaProvider {
    public static final String NAME = "road-scenes";
    /** Changes with every change of a pixel, so that a cache is never mistaken for another. */
    private static final String PAINTER = "v1";

    private static final double HIDDEN = 0.9;

    /** Found by the service loader. */
    public RoadScenes() {}

    /** The dataset of the first {@code scenes} scenes; loaded if it is there already. */
    public static Dataset load(Home home, int scenes) {
        return load(home, scenes == 200 ? NAME : NAME + "-" + scenes, scenes, RoadScenesOptions.defaults());
    }

    /**
     * The same under a name and with options of the caller's.
     *
     * @throws IllegalArgumentException if a dataset of this name was painted with other options, or has another number of scenes
     */
    public static Dataset load(Home home, String name, int scenes, RoadScenesOptions options) {
        if (scenes < 1) {
            throw new IllegalArgumentException("A number of scenes is 1 or more, not " + scenes + ".");
        }
        Path root = home.cache().resolve(NAME).resolve(PAINTER).resolve(options.folder());
        List<Scene> series = Scene.series(scenes, options);
        paintMissing(root, series);
        String world = scenes + " scenes, " + options;
        if (home.exists(name)) {
            Dataset there = Dataset.load(home, name);
            if (there.hasInfo("world") && !there.info("world").equals(world)) {
                throw new IllegalArgumentException("Dataset '" + name + "' holds another world: " + there.info("world")
                        + ", not " + world + ". Choose another name, or delete it first.");
            }
            return there;
        }
        Dataset dataset = Dataset.create(home, name, IfExists.FAIL);
        dataset.transaction("paint " + scenes + " scenes", () -> {
            dataset.setMediaRoot(root);
            dataset.setMediaProvider(NAME);
            dataset.addSampleField("planted_errors", FieldType.STRING_LIST);
            List<SampleDraft> drafts = new ArrayList<>();
            for (Scene scene : series) {
                String file = String.format(Locale.ROOT, "%06d.png", scene.number());
                List<Detection> truth = labels(scene, 0);
                LabelNoise.Noisy noisy = LabelNoise.of(scene, truth, options);
                drafts.add(draft("left/" + file, scene, truth)
                        .slice(file, "left")
                        .set("noisy_labels", noisy.labels())
                        .set("planted_errors", noisy.key())
                        .keepInvalid());
                drafts.add(draft("right/" + file, scene, labels(scene, Scene.BASELINE))
                        .slice(file, "right"));
            }
            dataset.addSamples(drafts);
            dataset.setInfo("world", world);
            dataset.setInfo(
                    "about",
                    Map.of(
                            "what", "Road scenes painted by Winnow: synthetic, no real place or person.",
                            "label_noise", options.labelNoise(),
                            "seed", options.seed()));
        });
        return dataset;
    }

    private static SampleDraft draft(String path, Scene scene, List<Detection> labels) {
        return SampleDraft.of(path)
                .size(Scene.WIDTH, Scene.HEIGHT)
                .set("sequence", scene.sequence())
                .set("scene", scene.kind().text())
                .detections("ground_truth", labels);
    }

    /** Boxes of what can be seen; nearly hidden actors have none, and far ones are one {@code DontCare} region a cluster. */
    static List<Detection> labels(Scene scene, double shift) {
        List<Detection> labels = new ArrayList<>();
        for (int i = 0; i < scene.actors().size(); i++) {
            Scene.Actor actor = scene.actors().get(i);
            double move = Scene.FOCAL * shift / actor.z();
            double left = actor.left() - move;
            double right = actor.right() - move;
            double width = right - left;
            double x = Math.max(0, left);
            double y = Math.max(0, actor.top());
            double w = Math.min(Scene.WIDTH, right) - x;
            double h = Math.min(Scene.HEIGHT, actor.bottom()) - y;
            if (w < 3 || h < 3) {
                continue;
            }
            double truncated = 1 - w * h / (width * (actor.bottom() - actor.top()));
            double covered = covered(scene, i, shift);
            if (covered > HIDDEN || truncated > 0.85) {
                continue;
            }
            Box box = new Box(x / Scene.WIDTH, y / Scene.HEIGHT, w / Scene.WIDTH, h / Scene.HEIGHT);
            if (h < 11) {
                labels.add(Detection.of("DontCare", box));
                continue;
            }
            long occluded = covered < 0.08 ? 0 : covered < 0.4 ? 1 : covered < 0.75 ? 2 : 3;
            labels.add(Detection.of(actor.label(), box)
                    .with("occluded", occluded)
                    .with("truncated", Math.round(truncated * 100) / 100.0)
                    .with(
                            "alpha",
                            Math.round((actor.turned() * 1.57 - StrictMath.atan2(actor.x(), actor.z())) * 100)
                                    / 100.0));
        }
        return labels;
    }

    /** The share of an actor's box that nearer ones cover, on a grid of 12 × 12. */
    private static double covered(Scene scene, int index, double shift) {
        Scene.Actor actor = scene.actors().get(index);
        int hidden = 0;
        for (int gy = 0; gy < 12; gy++) {
            for (int gx = 0; gx < 12; gx++) {
                double x = actor.left()
                        + (gx + 0.5) / 12 * (actor.right() - actor.left())
                        - Scene.FOCAL * shift / actor.z();
                double y = actor.top() + (gy + 0.5) / 12 * (actor.bottom() - actor.top());
                for (int k = index + 1; k < scene.actors().size(); k++) {
                    Scene.Actor nearer = scene.actors().get(k);
                    double move = Scene.FOCAL * shift / nearer.z();
                    if (x >= nearer.left() - move
                            && x <= nearer.right() - move
                            && y >= nearer.top()
                            && y <= nearer.bottom()) {
                        hidden++;
                        break;
                    }
                }
            }
        }
        return hidden / 144.0;
    }

    private static void paintMissing(Path root, List<Scene> series) {
        List<Scene> missing = series.stream()
                .filter(scene ->
                        !Files.exists(root.resolve(String.format(Locale.ROOT, "left/%06d.png", scene.number()))))
                .toList();
        ExecutorService painters =
                Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors()), work -> {
                    Thread thread = new Thread(work, "painter");
                    thread.setDaemon(true);
                    return thread;
                });
        try (Progress.Task task = Progress.task("painting scenes", series.size())) {
            // Shown also when all are there, so that a first run and a later one read the same.
            task.step(series.size() - missing.size());
            List<Future<?>> pictures = new ArrayList<>();
            for (Scene scene : missing) {
                pictures.add(painters.submit(() -> paint(root, scene, "left", 0)));
            }
            for (Future<?> picture : pictures) {
                picture.get();
                task.step(1);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "Painting was interrupted; what is painted stays, the rest comes next time.", stop);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("A scene could not be painted: " + failure.getMessage(), failure);
        } finally {
            painters.shutdownNow();
        }
    }

    private static Path paint(Path root, Scene scene, String slice, double shift) {
        BufferedImage picture = ScenePainter.paint(scene, shift);
        Path file = root.resolve(slice).resolve(String.format(Locale.ROOT, "%06d.png", scene.number()));
        try {
            Files.createDirectories(file.getParent());
            Path half = Files.createTempFile(file.getParent(), "painting", ".tmp");
            ImageIO.write(picture, "png", half.toFile());
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot store a painted scene in the cache.", failure);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Paints a picture that was not asked for before, such as one of the right slice. */
    @Override
    public Path materialize(Path root, String relative) {
        String[] parts = relative.split("/");
        int number = Integer.parseInt(parts[1].replace(".png", ""));
        RoadScenesOptions options = optionsOf(root.getFileName().toString());
        Scene scene = Scene.series(number + 1, options).get(number);
        return paint(root, scene, parts[0], parts[0].equals("right") ? Scene.BASELINE : 0);
    }

    private static RoadScenesOptions optionsOf(String folder) {
        java.util.regex.Matcher parts = java.util.regex.Pattern.compile(
                        "seed-(-?\\d+)-redundancy-([\\d.]+)-rareness-([\\d.]+)")
                .matcher(folder);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + folder + "' is no folder of painted scenes.");
        }
        return new RoadScenesOptions(
                Long.parseLong(parts.group(1)),
                Double.parseDouble(parts.group(2)),
                Double.parseDouble(parts.group(3)),
                0);
    }
}
