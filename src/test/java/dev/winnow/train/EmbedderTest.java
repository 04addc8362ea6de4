package dev.winnow.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What ONNX Runtime computes is written by src/test/python/lite0_fixture.py. */
class EmbedderTest {
    /** The input that the fixture's script paints. */
    private static Lite0.Input painted(int height, int width) {
        float[] rgb = new float[height * width * 3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = (y * width + x) * 3;
                rgb[at] = ((x * 7 + y * 3) % 256 - 127) / 128f;
                rgb[at + 1] = ((x * x / 16 + y * 5) % 256 - 127) / 128f;
                rgb[at + 2] = ((x / 8 + y / 8) % 2 * 180 + x * y % 64 - 127) / 128f;
            }
        }
        return new Lite0.Input(rgb, height, width);
    }

    private static float[] every37th(Activation map) {
        int count = map.height() * map.width() * map.channels();
        float[] some = new float[(count + 36) / 37];
        for (int i = 0; i < some.length; i++) {
            some[i] = map.pixels()[i * 37 / map.channels()][i * 37 % map.channels()];
        }
        return some;
    }

    private static double largestDifference(float[] found, DataInputStream wanted) throws IOException {
        byte[] bytes = wanted.readNBytes(4);
        int count = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
        assertThat(found).hasSize(count);
        ByteBuffer values = ByteBuffer.wrap(wanted.readNBytes(4 * count)).order(ByteOrder.LITTLE_ENDIAN);
        double most = 0;
        for (float one : found) {
            most = Math.max(most, Math.abs(one - values.getFloat()));
        }
        return most;
    }

    @Test
    void the_network_computes_what_onnx_runtime_computes() throws IOException {
        Lite0 network = new Lite0(Lite0Weights.layers());
        try (InputStream in = EmbedderTest.class.getResourceAsStream("lite0.bin");
                DataInputStream wanted = new DataInputStream(Objects.requireNonNull(in))) {
            for (int[] size : new int[][] {{224, 224}, {96, 150}}) {
                Lite0.Input picture = painted(size[0], size[1]);
                float[] embedding = network.embedding(picture);
                // The sums of one go up to 6, and to 34 in the maps; ONNX Runtime adds in another order.
                assertThat(largestDifference(embedding, wanted)).isLessThan(8e-6);
                assertThat(largestDifference(network.logits(embedding), wanted)).isLessThan(2e-5);
                Lite0.Maps maps = network.maps(picture);
                assertThat(largestDifference(every37th(maps.b4()), wanted)).isLessThan(2e-4);
                assertThat(largestDifference(every37th(maps.b10()), wanted)).isLessThan(1e-4);
                assertThat(largestDifference(every37th(maps.b15()), wanted)).isLessThan(1e-4);
            }
        }
    }

    @Test
    void the_bits_are_the_same_on_every_machine_java_and_number_of_threads() throws Exception {
        float[] one = new Lite0(Lite0Weights.layers()).embedding(painted(96, 150));
        ByteBuffer bytes = ByteBuffer.allocate(4 * one.length);
        bytes.asFloatBuffer().put(one);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        assertThat(digest).startsWith("e3fa8dedbf62814f");
        List<float[]> many = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> Embedder.builtIn().embed(scene(40)))
                .toList();
        assertThat(many).allSatisfy(vector -> assertThat(vector).isEqualTo(many.get(0)));
    }

    private static BufferedImage scene(int shift) {
        BufferedImage image = new BufferedImage(400, 120, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(new Color(120, 160, 220));
        g.fillRect(0, 0, 400, 60);
        g.setColor(Color.DARK_GRAY);
        g.fillRect(0, 60, 400, 60);
        g.setColor(Color.RED);
        g.fillRect(shift, 55, 60, 30);
        g.dispose();
        return image;
    }

    private static double distance(float[] a, float[] b) {
        double dot = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            x += a[i] * a[i];
            y += b[i] * b[i];
        }
        return 1 - dot / Math.sqrt(x * y);
    }

    @Test
    void the_built_in_embedder_names_its_weights_and_gives_1280_numbers() {
        Embedder builtIn = Embedder.builtIn();
        assertThat(builtIn.name()).isEqualTo("lite0-f16-49936cdf-tri224");
        assertThat(builtIn.embed(scene(10))).hasSize(1280).hasSize(builtIn.dim());
        assertThat(Embedder.grid().name()).isEqualTo("grid-gradients-v1");
        assertThat(distance(builtIn.embed(scene(10)), builtIn.embed(scene(12))))
                .isLessThan(distance(builtIn.embed(scene(10)), builtIn.embed(scene(200))));
    }

    @Test
    void the_distance_of_near_copies_comes_with_the_embedder() {
        assertThat(Embedder.nearCopyDistance(Embedder.builtIn().name())).isEqualTo(0.08);
        assertThat(Embedder.nearCopyDistance(Embedder.grid().name())).isEqualTo(0.02);
        assertThat(Embedder.nearCopyDistance("clip")).isEqualTo(0.02);
    }

    @Test
    void a_black_picture_has_a_direction_for_the_network_and_none_for_the_grid() {
        BufferedImage black = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        assertThat(Embedder.builtIn().embed(black)).contains(0f).isNotEqualTo(new float[1280]);
        assertThat(Embedder.grid().embed(black)).containsOnly(0f);
    }

    @Test
    void the_triangle_filter_keeps_a_flat_picture_flat_and_means_as_they_are() {
        BufferedImage flat = new BufferedImage(301, 187, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = flat.createGraphics();
        g.setColor(new Color(200, 100, 50));
        g.fillRect(0, 0, 301, 187);
        g.dispose();
        float[] scaled = TriangleFilter.scaled(flat, 64, 32);
        for (int i = 0; i < scaled.length; i += 3) {
            assertThat(scaled[i]).isCloseTo(200, within(1e-3f));
            assertThat(scaled[i + 1]).isCloseTo(100, within(1e-3f));
            assertThat(scaled[i + 2]).isCloseTo(50, within(1e-3f));
        }
        BufferedImage stripes = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 64; x += 2) {
            for (int y = 0; y < 64; y++) {
                stripes.setRGB(x, y, 0xffffff);
            }
        }
        float[] half = TriangleFilter.scaled(stripes, 16, 16);
        assertThat(half[(5 * 16 + 5) * 3]).isCloseTo(127.5f, within(0.5f));
        assertThat(TriangleFilter.scaled(stripes, 64, 64)[0]).isEqualTo(255);
        assertThat(TriangleFilter.scaled(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), 3, 3))
                .hasSize(27);
    }

    @Test
    void sixteen_bit_floats_are_read_as_ieee_754_says() {
        short[] bits = {0, (short) 0x8000, 0x3c00, (short) 0xc000, 0x0001, 0x03ff, 0x7bff, 0x3555};
        float[] wanted = {0f, -0f, 1f, -2f, 0x1p-24f, 1023 * 0x1p-24f, 65504f, 0.33325195f};
        float[] read = new float[bits.length];
        for (int i = 0; i < bits.length; i++) {
            read[i] = Lite0Weights.half(bits[i]);
        }
        assertThat(Arrays.equals(read, wanted)).isTrue();
    }
}
