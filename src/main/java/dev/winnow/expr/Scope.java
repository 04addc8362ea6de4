package dev.winnow.expr;

import org.jspecify.annotations.Nullable;

/** What an expression reads: one sample, or one label of it. Missing values are {@code null}. */
@FunctionalInterface
public interface Scope {
    /** The value at a path such as {@code "uniqueness"} or {@code "ground_truth.detections.label"}. */
    @Nullable
    Object get(String path);
}
