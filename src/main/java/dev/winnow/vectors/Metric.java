package dev.winnow.vectors;

/** How far apart two vectors are. */
public enum Metric {
    /** 1 - cosine, in [0, 2]; a zero vector has none. */
    COSINE,
    /** The length of the difference, 0 or more. */
    EUCLIDEAN
}
