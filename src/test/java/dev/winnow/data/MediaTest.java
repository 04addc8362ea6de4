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

    /** A picture of one colour as a PNG of 16-bit RGBA, a row at a time: small on disk and eight bytes a pixel in memory. */
    private Path flat(int width, int height) throws Exception {
        return flat(width, height, height);
    }

    private Path flat(int width, int height, int rows) throws Exception {
        Path file = folder.resolve(width + "x" + height + ".png");
        try (var out = new java.io.DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(file)))) {
            out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
            ByteBuffer header =
                    ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {16, 6, 0, 0, 0});
            chunk(out, "IHDR", header.array(), 13);
            var packed = new ByteArrayOutputStream();
            try (var zip = new java.util.zip.DeflaterOutputStream(packed)) {
                byte[] row = new byte[1 + 8 * width];
                for (int y = 0; y < rows; y++) {
                    zip.write(row);
                }
            }
            chunk(out, "IDAT", packed.toByteArray(), packed.size());
            chunk(out, "IEND", new byte[0], 0);
        }
        return file;
    }

    private static void chunk(java.io.DataOutputStream out, String type, byte[] data, int length) throws Exception {
        var crc = new java.util.zip.CRC32();
        crc.update(type.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        crc.update(data, 0, length);
        out.writeInt(length);
        out.writeBytes(type);
        out.write(data, 0, length);
        out.writeInt((int) crc.getValue());
    }

    @Test
    void a_picture_larger_than_its_share_of_the_memory_is_shown_with_pixels_left_out() throws Exception {
        // 288 MB of pixels and their copy, of which one in nine is kept.
        Path file = flat(6_000, 4_000);
        assertThat(Files.size(file)).isLessThan(1_000_000);
        BufferedImage small = Media.image(file, 1000);
        assertThat(Media.size(file)).isEqualTo(new Dimension(6_000, 4_000));
        assertThat(new Dimension(small.getWidth(), small.getHeight())).isEqualTo(new Dimension(2_000, 1_334));
    }

    @Test
    void a_picture_that_all_of_the_memory_for_pictures_cannot_hold_is_named() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Runtime.getRuntime().maxMemory() < 8L << 30, "This program has memory for any picture.");
        Path file = flat(14_142, 14_142, 1);
        assertThatThrownBy(() -> Media.image(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("14142x14142.png")
                .hasMessageContaining("MB for pictures");
    }

    @Test
    void a_picture_with_an_endless_side_is_refused_by_its_first_bytes() throws Exception {
        Path file = flat(200_000, 1);
        assertThatThrownBy(() -> Media.size(file)).hasMessageContaining("above 100000 pixels");
        assertThatThrownBy(() -> Media.image(file, 100)).hasMessageContaining("above 100000 pixels");
    }

    @Test
    void an_interrupt_ends_the_reading_of_a_picture() throws Exception {
        Path file = flat(4_000, 4_000);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Media.image(file, 100))
                .isInstanceOf(java.util.concurrent.CancellationException.class)
                .hasMessageContaining("was stopped");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** A header that claims a row of negative length, at which the decoder's own arrays break. */
    @Test
    void a_bitmap_that_breaks_its_decoder_is_named() throws Exception {
        ByteArrayOutputStream bmp = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "bmp", bmp);
        byte[] whole = bmp.toByteArray();
        for (int at = 14; at < 54; at++) {
            for (int value : new int[] {0, 0x7F, 0x80, 0xFF}) {
                byte[] broken = whole.clone();
                broken[at] = (byte) value;
                Path file = Files.write(folder.resolve("broken.bmp"), broken);
                try {
                    Media.image(file, 100);
                } catch (IllegalArgumentException named) {
                    assertThat(named).hasMessageContaining("broken.bmp");
                }
            }
        }
    }
}
