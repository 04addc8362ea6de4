package dev.winnow.train;

import dev.winnow.progress.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Trains a {@link Head} with Adam on positive cells and background, half of the background drawn where the head was last wrong.
 *
 * <p>Every batch is cut into {@value #PARTS} parts with gradients of their own, added in order: the result does not depend on how many
 * threads there are or how they are scheduled.
 */
final class HeadTrainer {
    private static final int PARTS = 2;
    private static final int BATCH = 256;
    private static final double RATE = 2e-3;
    private static final double DECAY = 1e-3;
    private static final double DROPOUT = 0.1;

    private final Head head;
    private final List<TrainingImage> images;
    private final DetectorOptions options;
    private final List<int[]> positives = new ArrayList<>();
    private final List<int[]> negatives = new ArrayList<>();
    private final float[] hardness;
    private final Part[] parts = new Part[PARTS];
    private final float[][] momentum;
    private final float[][] variance;
    private long steps;

    HeadTrainer(Head head, List<TrainingImage> images, DetectorOptions options) {
        this.head = head;
        this.images = images;
        this.options = options;
        for (int i = 0; i < images.size(); i++) {
            for (int p = 0; p < images.get(i).positives.size(); p++) {
                positives.add(new int[] {i, p});
            }
            for (int cell : images.get(i).negatives) {
                negatives.add(new int[] {i, cell});
            }
        }
        hardness = new float[negatives.size()];
        Arrays.fill(hardness, 0.02f);
        for (int p = 0; p < PARTS; p++) {
            parts[p] = new Part();
        }
        momentum = like(head.parameters);
        variance = like(head.parameters);
    }

    private static float[][] like(float[][] shape) {
        float[][] zeros = new float[shape.length][];
        for (int i = 0; i < shape.length; i++) {
            zeros[i] = new float[shape[i].length];
        }
        return zeros;
    }

    void train() {
        if (positives.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is nothing to learn from: no image has a box of any of the classes.");
        }
        measure();
        Random random = new Random(options.seed());
        int background = (int)
                Math.min(negatives.size(), Math.max(positives.size() * options.negatives(), 40.0 * images.size()));
        int perEpoch = (positives.size() + background + BATCH - 1) / BATCH;
        ExecutorService threads = Executors.newFixedThreadPool(PARTS, work -> {
            Thread thread = new Thread(work, "trainer");
            thread.setDaemon(true);
            return thread;
        });
        try (Progress.Task task = Progress.task("training detector", options.epochs())) {
            for (int epoch = 0; epoch < options.epochs(); epoch++) {
                int[] order = draw(random, background);
                long dropSeed = random.nextLong();
                for (int from = 0; from < order.length; from += BATCH) {
                    batch(
                            threads,
                            order,
                            from,
                            Math.min(BATCH, order.length - from),
                            dropSeed,
                            (long) perEpoch * options.epochs());
                }
                task.step(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Means and spreads of the features, over every fourth cell of the images. */
    private void measure() {
        double[] sum = new double[CellFeatures.DIM];
        double[] squares = new double[CellFeatures.DIM];
        float[] x = new float[CellFeatures.DIM];
        long count = 0;
        for (TrainingImage image : images) {
            for (int row = 0; row < image.features.h; row += 2) {
                for (int column = 0; column < image.features.w; column += 2) {
                    image.features.gather(column, row, x, 0);
                    for (int k = 0; k < x.length; k++) {
                        sum[k] += x[k];
                        squares[k] += (double) x[k] * x[k];
                    }
                    count++;
                }
            }
        }
        for (int k = 0; k < x.length; k++) {
            double mean = sum[k] / count;
            head.mean[k] = (float) mean;
            head.scale[k] = (float) (1 / StrictMath.sqrt(Math.max(1e-6, squares[k] / count - mean * mean)));
        }
    }

    /** All positives, as -1 - index, and the background of this epoch, in an order of its own. */
    private int[] draw(Random random, int background) {
        int[] order = new int[positives.size() + background];
        for (int i = 0; i < positives.size(); i++) {
            order[i] = -1 - i;
        }
        double[] upTo = new double[hardness.length];
        double sum = 0;
        for (int i = 0; i < hardness.length; i++) {
            sum += hardness[i];
            upTo[i] = sum;
        }
        for (int i = 0; i < background; i++) {
            int drawn;
            if (i % 2 == 0) {
                drawn = random.nextInt(hardness.length);
            } else {
                int place = Arrays.binarySearch(upTo, random.nextDouble() * sum);
                drawn = Math.min(hardness.length - 1, place < 0 ? -place - 1 : place);
            }
            order[positives.size() + i] = drawn;
        }
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        return order;
    }

    private void batch(ExecutorService threads, int[] order, int from, int length, long dropSeed, long totalSteps) {
        int found = 0;
        for (int i = from; i < from + length; i++) {
            found += order[i] < 0 ? 1 : 0;
        }
        float norm = 1f / Math.max(8, found);
        int half = (BATCH + PARTS - 1) / PARTS;
        List<Future<?>> running = new ArrayList<>();
        for (int p = 0; p < PARTS; p++) {
            Part part = parts[p];
            int start = Math.min(length, p * half);
            int end = Math.min(length, start + half);
            SplittableRandom drop = new SplittableRandom(dropSeed + from * 31L + p);
            running.add(threads.submit(() -> part.run(order, from + start, end - start, norm, drop)));
        }
        try {
            for (Future<?> part : running) {
                part.get();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return;
        } catch (ExecutionException failure) {
            throw new IllegalStateException("Training failed: " + failure.getMessage(), failure);
        }
        for (Part part : parts) {
            part.rememberHardness(order);
        }
        adam(totalSteps);
    }

    private void adam(long totalSteps) {
        steps++;
        double rate = RATE * Math.min(1, steps / 50.0) * 0.5 * (1 + StrictMath.cos(StrictMath.PI * steps / totalSteps))
                + 1e-6;
        double first = 1 - StrictMath.pow(0.9, (double) steps);
        double second = 1 - StrictMath.pow(0.999, (double) steps);
        for (int k = 0; k < head.parameters.length; k++) {
            float[] values = head.parameters[k];
            double decay = k % 2 == 0 ? DECAY : 0;
            for (int i = 0; i < values.length; i++) {
                float gradient = 0;
                for (Part part : parts) {
                    gradient += part.gradients[k][i];
                }
                momentum[k][i] = 0.9f * momentum[k][i] + 0.1f * gradient;
                variance[k][i] = 0.999f * variance[k][i] + 0.001f * gradient * gradient;
                double step = momentum[k][i] / first / (Math.sqrt(variance[k][i] / second) + 1e-8);
                values[i] -= (float) (rate * (step + decay * values[i]));
            }
        }
    }

    /** A fixed part of every batch, with buffers of its own. */
    private final class Part {
        private final int rows = (BATCH + PARTS - 1) / PARTS;
        private final float[] x = new float[rows * CellFeatures.DIM];
        private final float[] h = new float[rows * head.hidden];
        private final float[] y = new float[rows * head.outputs];
        private final float[] dy = new float[rows * head.outputs];
        private final float[] dh = new float[rows * head.hidden];
        private final float[] seen = new float[rows];
        private final float[][] gradients = like(head.parameters);
        private int first;
        private int count;

        void run(int[] order, int from, int n, float norm, SplittableRandom drop) {
            first = from;
            count = n;
            for (float[] one : gradients) {
                Arrays.fill(one, 0);
            }
            if (n == 0) {
                return;
            }
            float kept = (float) (1 / (1 - DROPOUT));
            for (int i = 0; i < n; i++) {
                int at = i * CellFeatures.DIM;
                load(order[from + i], at);
                head.standardize(x, at);
                for (int k = 0; k < CellFeatures.DIM; k++) {
                    x[at + k] = drop.nextInt(10) == 0 ? 0 : x[at + k] * kept;
                }
            }
            head.forward(x, n, h, y);
            Arrays.fill(dy, 0);
            for (int i = 0; i < n; i++) {
                loss(order[from + i], i, norm);
            }
            head.backward(x, h, dy, n, dh, gradients);
        }

        private void load(int drawn, int at) {
            if (drawn < 0) {
                int[] positive = positives.get(-1 - drawn);
                TrainingImage image = images.get(positive[0]);
                TrainingImage.Target target = image.positives.get(positive[1]);
                image.features.gather(target.x(), target.y(), x, at);
            } else {
                int[] negative = negatives.get(drawn);
                CellFeatures features = images.get(negative[0]).features;
                features.gather(negative[1] % features.w, negative[1] / features.w, x, at);
            }
        }

        private void loss(int drawn, int row, float norm) {
            int o = row * head.outputs;
            int k = head.classes;
            int label = -1;
            float weight = 1;
            if (drawn < 0) {
                int[] positive = positives.get(-1 - drawn);
                TrainingImage.Target target = images.get(positive[0]).positives.get(positive[1]);
                label = target.label();
                weight = target.weight();
                double iou = boxLoss(target, o + k, weight * norm);
                float quality = sigmoid(y[o + k + 4]);
                dy[o + k + 4] = 0.5f * weight * norm * (quality - (float) iou);
            }
            float most = 0;
            for (int c = 0; c < k; c++) {
                float p = sigmoid(y[o + c]);
                float wrong = p - (label == c ? 1 : 0);
                dy[o + c] = weight * wrong * (label >= 0 ? 1 : Math.abs(wrong)) * norm;
                most = Math.max(most, p);
            }
            seen[row] = drawn < 0 ? -1 : Math.max(0.005f, most);
        }

        /** Adds the gradient of -ln(IoU) to the four distances and returns the IoU. */
        private double boxLoss(TrainingImage.Target target, int o, float factor) {
            double left = 2 * exp(y[o]);
            double top = 2 * exp(y[o + 1]);
            double right = 2 * exp(y[o + 2]);
            double bottom = 2 * exp(y[o + 3]);
            double iw = Math.min(left, target.left()) + Math.min(right, target.right());
            double ih = Math.min(top, target.top()) + Math.min(bottom, target.bottom());
            double shared = iw * ih;
            double union = (left + right) * (top + bottom)
                    + ((double) target.left() + target.right()) * ((double) target.top() + target.bottom())
                    - shared;
            double[] distance = {left, top, right, bottom};
            double[] dShared = {
                left < target.left() ? ih : 0,
                top < target.top() ? iw : 0,
                right < target.right() ? ih : 0,
                bottom < target.bottom() ? iw : 0
            };
            double[] dArea = {top + bottom, left + right, top + bottom, left + right};
            for (int side = 0; side < 4; side++) {
                double gradient = (dArea[side] - dShared[side]) / union - dShared[side] / shared;
                dy[o + side] = (float) (factor * gradient * distance[side]);
            }
            return shared / union;
        }

        /** In the order of the batch, after all parts are done: a cell may stand in two parts. */
        void rememberHardness(int[] order) {
            for (int i = 0; i < count; i++) {
                if (seen[i] >= 0) {
                    hardness[order[first + i]] = seen[i];
                }
            }
        }
    }

    static float sigmoid(float x) {
        return (float) (1 / (1 + StrictMath.exp(-x)));
    }

    static double exp(float x) {
        return StrictMath.exp(Math.min(5.5, x));
    }
}
