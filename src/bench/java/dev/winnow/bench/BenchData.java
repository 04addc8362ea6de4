package dev.winnow.bench;

import dev.winnow.label.Detection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Made-up labels for {@link StoreBench}: the same under the same number of samples, for us and for the peers. */
final class BenchData {
    private static final String[] CLASSES = {
        "Car", "Van", "Truck", "Pedestrian", "Person_sitting", "Cyclist", "Tram", "Misc"
    };
    private static final double[] SHARES = {.5, .58, .62, .76, .78, .90, .93, 1};

    private final int[] first;
    private final int[] labels;
    private final double[] boxes;
    private final double[] confidences;
    private final double[] numbers;

    BenchData(int samples) {
        Random random = new Random(1000 + samples);
        first = new int[samples + 1];
        for (int i = 0; i < samples; i++) {
            first[i + 1] = first[i] + random.nextInt(15);
        }
        int count = first[samples];
        labels = new int[count];
        boxes = new double[count * 4];
        confidences = new double[count];
        for (int i = 0; i < count; i++) {
            double share = random.nextDouble();
            while (SHARES[labels[i]] < share) {
                labels[i]++;
            }
            double w = 0.01 + 0.4 * random.nextDouble();
            double h = 0.01 + 0.4 * random.nextDouble();
            boxes[i * 4] = random.nextDouble() * (1 - w);
            boxes[i * 4 + 1] = random.nextDouble() * (1 - h);
            boxes[i * 4 + 2] = w;
            boxes[i * 4 + 3] = h;
            confidences[i] = random.nextDouble();
        }
        numbers = random.doubles(samples).toArray();
    }

    int boxes() {
        return labels.length;
    }

    List<Detection> labels(int sample) {
        List<Detection> own = new ArrayList<>(first[sample + 1] - first[sample]);
        for (int i = first[sample]; i < first[sample + 1]; i++) {
            own.add(Detection.of(CLASSES[labels[i]], boxes[i * 4], boxes[i * 4 + 1], boxes[i * 4 + 2], boxes[i * 4 + 3])
                    .withConfidence(confidences[i]));
        }
        return own;
    }

    List<Double> numbers() {
        List<Double> all = new ArrayList<>(numbers.length);
        for (double number : numbers) {
            all.add(number);
        }
        return all;
    }

    /** One in {@code share} of the ids, in no order. */
    List<String> pick(List<String> ids, int share) {
        List<String> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, new Random(7));
        return List.copyOf(shuffled.subList(0, ids.size() / share));
    }

    /**
     * The bytes of the ten-field dataset as bare arrays: ids of 12 bytes, a code and its UTF-8 for texts, 8 bytes a number, 1 a flag,
     * 4 a tag, and for a box its id, a code and five numbers.
     */
    double rawBytes() {
        double samples = numbers.length;
        double scalars = samples * (12 + 4 + 15 + 3 * 8 + 8 + 3 * 8 + 2 * 4 + 1);
        double tags = samples * (4 + (1.5 + 0.9) * 4);
        double objects = labels.length * (12 + 4 + 5 * 8.0) + samples * 4;
        return scalars + tags + objects;
    }

    /** Writes the arrays as {@code .npy} files. */
    void write(Path folder) throws IOException {
        int[] counts = new int[numbers.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = first[i + 1] - first[i];
        }
        ints(folder.resolve("counts.npy"), counts);
        ints(folder.resolve("labels.npy"), labels);
        doubles(folder.resolve("boxes.npy"), boxes, 4);
        doubles(folder.resolve("confidences.npy"), confidences, 1);
        doubles(folder.resolve("numbers.npy"), numbers, 1);
    }

    private static void ints(Path file, int[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        npy(file, "<i4", values.length + ",", bytes.array());
    }

    private static void doubles(Path file, double[] values, int width) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        npy(file, "<f8", width == 1 ? values.length + "," : values.length / width + ", " + width, bytes.array());
    }

    private static void npy(Path file, String type, String shape, byte[] data) throws IOException {
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
            out.write((text + " ".repeat(117 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
            out.write(data);
        }
    }
}
