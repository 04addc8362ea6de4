package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTest {
    @TempDir
    Path folder;

    /** 64 × 32 with a red upper left corner, stored with an EXIF orientation. */
    private Path held(int orientation) throws Exception {
        BufferedImage picture = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        var pen = picture.createGraphics();
        pen.setColor(Color.RED);
        pen.fillRect(0, 0, 16, 16);
        pen.dispose();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", jpeg);
        byte[] plain = jpeg.toByteArray();
        ByteBuffer exif = ByteBuffer.allocate(4 + 6 + 8 + 2 + 12 + 4);
        exif.putShort((short) 0xFFE1).putShort((short) (exif.capacity() - 2));
        exif.put(new byte[] {'E', 'x', 'i', 'f', 0, 0});
        exif.putShort((short) 0x4D4D).putShort((short) 42).putInt(8);
        exif.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0).putInt(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 2);
        out.write(exif.array());
        out.write(plain, 2, plain.length - 2);
        return Files.write(folder.resolve("held-" + orientation + ".jpg"), out.toByteArray());
    }

    /** Where the red corner is in the upright picture, by the EXIF table: row 0 and column 0 of what is stored. */
    @ParameterizedTest
    @CsvSource({
        "1, 64, 32, left, top", "2, 64, 32, right, top", "3, 64, 32, right, bottom", "4, 64, 32, left, bottom",
        "5, 32, 64, left, top", "6, 32, 64, right, top", "7, 32, 64, right, bottom", "8, 32, 64, left, bottom"
    })
    void a_picture_comes_upright_whatever_way_the_camera_was_held(int code, int w, int h, String side, String end)
            throws Exception {
        Path file = held(code);
        BufferedImage upright = Media.image(file);
        assertThat(Media.size(file)).isEqualTo(new Dimension(w, h));
        assertThat(new Dimension(upright.getWidth(), upright.getHeight())).isEqualTo(new Dimension(w, h));
        int x = side.equals("left") ? 6 : w - 7;
        int y = end.equals("top") ? 6 : h - 7;
        assertThat(new Color(upright.getRGB(x, y)).getRed()).isGreaterThan(200);
        assertThat(new Color(upright.getRGB(w - 1 - x, h - 1 - y)).getRed()).isLessThan(60);
    }

    @Test
    void grey_pictures_of_16_bits_come_as_rgb() throws Exception {
        BufferedImage deep = new BufferedImage(8, 8, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSample(2, 3, 0, 65_535);
        Path file = folder.resolve("deep.png");
        ImageIO.write(deep, "png", file.toFile());
        BufferedImage rgb = Media.image(file);
        assertThat(rgb.getRGB(2, 3) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        assertThat(rgb.getRGB(0, 0) & 0xFFFFFF).isZero();
    }

    @Test
    void what_is_no_picture_or_cut_short_is_named() throws Exception {
        Path text = Files.writeString(folder.resolve("text.jpg"), "no picture");
        assertThatThrownBy(() -> Media.image(text)).hasMessageContaining("text.jpg is no JPEG");
        byte[] whole = Files.readAllBytes(held(6));
        Path cut = Files.write(folder.resolve("cut.jpg"), java.util.Arrays.copyOf(whole, 30));
        assertThatThrownBy(() -> Media.image(cut)).hasMessageContaining("cut.jpg");
    }
}
