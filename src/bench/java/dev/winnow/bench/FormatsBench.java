package dev.winnow.bench;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.SampleDraft;
import dev.winnow.format.Coco;
import dev.winnow.fiftyone.FiftyOneDataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * What files of labels cost to read and write, beside FiftyOne on the same COCO file. Pictures are there, of one size, and stay where
 * they are. pycocotools only loads the file.
 */
final class FormatsBench {
    private static final int RUNS = 5;

    private final int samples;
    private final Path folder;
    private final Path pictures;
    private final BenchData data;
    private final SideBySide figures = new SideBySide();

    FormatsBench(int samples) throws IOException {
        this.samples = samples;
        folder = Files.createTempDirectory("winnow-bench-formats");
        pictures = Files.createDirectory(folder.resolve("data"));
        data = new BenchData(samples);
    }

    void run() throws IOException, InterruptedException {
        try {
            measure();
            if (figures.hasPeers()) {
                figures.ask("FiftyOne", "formats_fiftyone.py", folder, samples);
                figures.ask("pycocotools", "formats_pycocotools.py", folder, samples);
            }
            figures.print(String.format("%,d pictures, %,d boxes, labels only", samples, data.boxes()));
        } finally {
            SideBySide.delete(folder);
        }
    }

    private void measure() throws IOException {
        List<SampleDraft> drafts = new ArrayList<>();
        Path one = pictures.resolve(name(0));
        ImageIO.write(new BufferedImage(1242, 375, BufferedImage.TYPE_INT_RGB), "jpg", one.toFile());
        for (int i = 0; i < samples; i++) {
            if (i > 0) {
                Files.copy(one, pictures.resolve(name(i)));
            }
            drafts.add(SampleDraft.of(name(i)).size(1242, 375).detections("predictions", data.labels(i)));
        }
        Home home = Home.at(folder.resolve("home"));
        Dataset dataset = Dataset.create(home, "bench", IfExists.FAIL);
        dataset.setMediaRoot(pictures);
        dataset.addSamples(drafts);
        Coco coco = Coco.in(folder.resolve("labels.json")).pictures(pictures).labels("predictions");
        boolean aim = samples == 10_000;
        figures.timed("COCO export", Double.NaN, RUNS, () -> coco.write(dataset));
        figures.timed("COCO import", aim ? 1000 : Double.NaN, RUNS, () -> coco.read(replaced(home)));
        FiftyOneDataset own =
                FiftyOneDataset.in(folder.resolve("fiftyone")).media(false).pictures(pictures);
        figures.timed("FiftyOneDataset export", aim ? 1500 : Double.NaN, RUNS, () -> own.write(dataset), this::again);
        own.write(dataset);
        figures.timed("FiftyOneDataset import", aim ? 1500 : Double.NaN, RUNS, () -> own.read(replaced(home)));
    }

    private static Dataset replaced(Home home) {
        return Dataset.create(home, "read", IfExists.REPLACE);
    }

    private void again() {
        try {
            SideBySide.delete(folder.resolve("fiftyone"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String name(int i) {
        return String.format("img_%07d.jpg", i);
    }
}
