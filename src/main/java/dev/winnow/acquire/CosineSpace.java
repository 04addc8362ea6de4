package dev.winnow.acquire;

import dev.winnow.vectors.Embeddings;

/** Similarities of samples, (1 + cosine) / 2 in [0, 1], by row of one block of embeddings. */
final class CosineSpace {
    final Embeddings unit;

    CosineSpace(Embeddings embeddings) {
        unit = embeddings.normalized();
    }

    double cosine(int a, int b) {
        int d = unit.dim();
        float[] block = unit.block();
        double dot = 0;
        for (int j = 0; j < d; j++) {
            dot += (double) block[a * d + j] * block[b * d + j];
        }
        return Math.max(-1, Math.min(1, dot));
    }

    double similarity(int a, int b) {
        return (1 + cosine(a, b)) / 2;
    }
}
