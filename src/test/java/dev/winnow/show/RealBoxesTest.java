package dev.winnow.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.KittiFolder;
import dev.winnow.data.Dataset;
import dev.winnow.data.Home;
import dev.winnow.data.IfExists;
import dev.winnow.data.Media;
import dev.winnow.data.Sample;
import dev.winnow.format.Kitti;
import dev.winnow.label.Detection;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealBoxesTest {
    /** Pixels around a box that are compared too. */
    private static final int MARGIN = 8;

    @TempDir
    Path folder;

    @Test
    void every_box_drawn_on_the_27_kitti_pictures_reads_back_from_the_png_within_a_pixel() throws Exception {
        KittiFolder kitti = KittiFolder.orSkip();
        Dataset dataset = Dataset.create(Home.at(folder.resolve("home")), "kitti", IfExists.FAIL);
        Kitti.in(
                        kitti.path().resolve("image_2"),
                        kitti.unpack(folder.resolve("labels")).resolve("label_2"))
                .read(dataset);
        int boxes = 0;
        for (Sample sample : dataset.samples()) {
            BufferedImage jpeg = Media.image(sample);
            BufferedImage plain = new BufferedImage(jpeg.getWidth(), jpeg.getHeight(), BufferedImage.TYPE_INT_RGB);
            plain.createGraphics().drawImage(jpeg, 0, 0, null);
            for (Detection label : sample.detections("ground_truth")) {
                edges(plain, label);
                boxes++;
            }
        }
        assertThat(boxes).isEqualTo(215);
    }

    /** Draws one box, writes and reads the PNG, and compares where it differs from the picture with the label. */
    private static void edges(BufferedImage plain, Detection label) throws IOException {
        int width = plain.getWidth();
        int height = plain.getHeight();
        int x0 = Math.max(0, (int) (label.box().x() * width) - MARGIN);
        int y0 = Math.max(0, (int) (label.box().y() * height) - MARGIN);
        int w = Math.min(width - x0, (int) (label.box().w() * width) + 2 * MARGIN);
        int h = Math.min(height - y0, (int) (label.box().h() * height) + 2 * MARGIN);
        BufferedImage drawn = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = drawn.createGraphics();
        g.translate(-x0, -y0);
        g.drawImage(plain, 0, 0, null);
        ContactSheet.draw(g, label, width, height);
        g.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(drawn, "png", png);
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
        int left = width;
        int right = 0;
        int top = height;
        int bottom = 0;
        for (int y = y0; y < y0 + h; y++) {
            for (int x = x0; x < x0 + w; x++) {
                if (((read.getRGB(x - x0, y - y0) ^ plain.getRGB(x, y)) & 0xffffff) != 0) {
                    left = Math.min(left, x);
                    right = Math.max(right, x + 1);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
        assertThat((double) left).isCloseTo(label.box().x() * width, within(1.0));
        assertThat((double) top).isCloseTo(label.box().y() * height, within(1.0));
        assertThat((double) right).isCloseTo((label.box().x() + label.box().w()) * width, within(1.0));
        assertThat((double) bottom).isCloseTo((label.box().y() + label.box().h()) * height, within(1.0));
    }
}
