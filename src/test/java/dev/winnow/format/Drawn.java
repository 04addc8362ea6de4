package dev.winnow.format;

import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;

/** Small pictures and datasets for tests. */
public final class Drawn {
    private Drawn() {}

    /** A picture of 100 × 50 with a red block at [20, 10] of 40 × 20. */
    public static Path picture(Path file) {
        return picture(file, 100, 50);
    }

    public static Path picture(Path file, int width, int height) {
        try {
            Files.createDirectories(file.getParent());
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            var pen = image.createGraphics();
            pen.setColor(Color.RED);
            pen.fillRect(width / 5, height / 5, width * 2 / 5, height * 2 / 5);
            pen.dispose();
            String name = file.getFileName().toString();
            ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static Path text(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static Dataset dataset(Path folder, String name) {
        return Dataset.create(Home.at(folder.resolve("home")), name, IfExists.FAIL);
    }

    public static int skipped(ImportReport report, String reason) {
        return report.skipped().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(reason))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
