package dev.winnow.train;

import dev.winnow.label.Box;
import dev.winnow.label.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** From the head's answers to boxes: local maxima by class, suppression of overlaps, and a vote of the overlapping cells on the box. */
final class Decoder {
    private static final double MIN_SCORE = 0.01;
    private static final double SUPPRESSED = 0.4;
    private static final double VOTES = 0.5;
    private static final int MOST = 100;

    private Decoder() {}

    private record Candidate(int label, double score, Box box, boolean peak) {}

    static List<Detection> detect(Head head, CellFeatures features, List<String> classes) {
        int cells = features.w * features.h;
        double[][] score = new double[head.classes][cells];
        Box[] boxes = new Box[cells];
        read(head, features, score, boxes);
        List<Detection> found = new ArrayList<>();
        for (int label = 0; label < head.classes; label++) {
            List<Candidate> candidates = new ArrayList<>();
            for (int cell = 0; cell < cells; cell++) {
                if (score[label][cell] >= MIN_SCORE) {
                    candidates.add(
                            new Candidate(label, score[label][cell], boxes[cell], peak(score[label], cell, features)));
                }
            }
            candidates.sort(Comparator.comparingDouble((Candidate one) -> -one.score()));
            List<Candidate> kept = new ArrayList<>();
            for (Candidate one : candidates) {
                if (one.peak() && kept.stream().noneMatch(other -> other.box().iou(one.box()) > SUPPRESSED)) {
                    kept.add(one);
                }
            }
            for (Candidate one : kept) {
                Box box = vote(one, candidates).clipped();
                if (box.problem().isEmpty()) {
                    found.add(Detection.of(classes.get(label), box).withConfidence(Math.rint(one.score() * 1e6) / 1e6));
                }
            }
        }
        found.sort(Comparator.comparingDouble((Detection one) -> -one.confidence()));
        return found.size() > MOST ? List.copyOf(found.subList(0, MOST)) : found;
    }

    private static void read(Head head, CellFeatures features, double[][] score, Box[] boxes) {
        int w = features.w;
        double width = w * CellFeatures.GRID;
        double height = features.h * CellFeatures.GRID;
        float[] x = new float[w * CellFeatures.DIM];
        float[] h = new float[w * head.hidden];
        float[] y = new float[w * head.outputs];
        for (int row = 0; row < features.h; row++) {
            for (int column = 0; column < w; column++) {
                features.gather(column, row, x, column * CellFeatures.DIM);
                head.standardize(x, column * CellFeatures.DIM);
            }
            head.forward(x, w, h, y);
            for (int column = 0; column < w; column++) {
                int o = column * head.outputs;
                int k = head.classes;
                int cell = row * w + column;
                double quality = HeadTrainer.sigmoid(y[o + k + 4]);
                for (int c = 0; c < k; c++) {
                    double p = HeadTrainer.sigmoid(y[o + c]);
                    score[c][cell] = p < 1e-3 ? 0 : StrictMath.pow(p, 0.7) * StrictMath.pow(quality, 0.3);
                }
                double px = (column + 0.5) * CellFeatures.GRID;
                double py = (row + 0.5) * CellFeatures.GRID;
                double left = Math.max(0, px - 2 * HeadTrainer.exp(y[o + k]));
                double top = Math.max(0, py - 2 * HeadTrainer.exp(y[o + k + 1]));
                double right = Math.min(width, px + 2 * HeadTrainer.exp(y[o + k + 2]));
                double bottom = Math.min(height, py + 2 * HeadTrainer.exp(y[o + k + 3]));
                boxes[cell] = new Box(left / width, top / height, (right - left) / width, (bottom - top) / height);
            }
        }
    }

    private static boolean peak(double[] score, int cell, CellFeatures features) {
        int x = cell % features.w;
        int y = cell / features.w;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                int nx = x + dx;
                int ny = y + dy;
                if (nx >= 0
                        && ny >= 0
                        && nx < features.w
                        && ny < features.h
                        && score[ny * features.w + nx] > score[cell]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Box vote(Candidate winner, List<Candidate> all) {
        double sum = 0;
        double[] box = new double[4];
        for (Candidate one : all) {
            double iou = one.box().iou(winner.box());
            if (iou > VOTES) {
                double weight = one.score() * StrictMath.exp(-(1 - iou) * (1 - iou) / 0.05);
                sum += weight;
                box[0] += weight * one.box().x();
                box[1] += weight * one.box().y();
                box[2] += weight * one.box().w();
                box[3] += weight * one.box().h();
            }
        }
        return new Box(box[0] / sum, box[1] / sum, box[2] / sum, box[3] / sum);
    }
}
