package dev.winnow.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The weights of {@link Lite0}, 4.6 million 16-bit floats in the jar, read when the first picture is embedded (about 60 ms). The file and
 * its making are described in {@code src/main/weights/pack_lite0.py}, origin and licence in the model card beside it.
 */
final class Lite0Weights {
    /** The beginning of the packed file's SHA-256, part of the embedder's name. */
    static final String DIGEST = "49936cdf";

    private static final String FILE = "lite0.f16";
    private static final int SIXTEEN_BIT = 1;

    /** One layer: {@code rows[k]} is what input k gives to each output. */
    record Layer(float[][] rows, float[] bias) {}

    private Lite0Weights() {}

    private static final class Holder {
        static final List<Layer> LAYERS = read();
    }

    /** The 50 layers in the order of the network. Shared: not to be written to. */
    static List<Layer> layers() {
        return Holder.LAYERS;
    }

    private static List<Layer> read() {
        try (InputStream in = Objects.requireNonNull(
                Lite0Weights.class.getResourceAsStream(FILE), FILE + " is missing from the program's jar")) {
            return read(ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + FILE + " from the program's jar.", failure);
        }
    }

    private static List<Layer> read(ByteBuffer bytes) {
        if (bytes.getInt() != SIXTEEN_BIT) {
            throw new IllegalStateException(FILE + " holds no 16-bit weights.");
        }
        int count = bytes.getInt();
        List<Layer> layers = new ArrayList<>();
        for (int layer = 0; layer < count; layer++) {
            int weights = bytes.getInt();
            int outputs = bytes.getInt();
            float[][] rows = new float[weights / outputs][outputs];
            for (float[] row : rows) {
                for (int i = 0; i < outputs; i++) {
                    row[i] = half(bytes.getShort());
                }
            }
            float[] bias = new float[outputs];
            bytes.asFloatBuffer().get(bias);
            bytes.position(bytes.position() + outputs * Float.BYTES);
            layers.add(new Layer(rows, bias));
        }
        return List.copyOf(layers);
    }

    /** A 16-bit float, those below the normal range too. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 31;
        int mantissa = bits & 1023;
        if (exponent == 0) {
            float small = mantissa * 0x1p-24f;
            return sign != 0 ? -small : small;
        }
        int wide = exponent == 31 ? 0x7f800000 : exponent + 112 << 23;
        return Float.intBitsToFloat(sign | wide | mantissa << 13);
    }
}
