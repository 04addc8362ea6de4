/**
 * Predictions against truth: COCO's measure, counts at an operating point, and what kind of error each one is.
 *
 * <pre>{@code
 * Evaluation evaluation = DetectionEvaluator.evaluate(
 *         view, "predictions_v0", "ground_truth", "eval_v0", EvaluationOptions.defaults());
 * evaluation.map(0.5);              // every prediction counts
 * evaluation.operatingPoint();      // the score of best F1; counts, errors and the matrix begin there
 * evaluation.errors();              // a table: kind, classes, confidence, IoU, severity
 * }</pre>
 *
 * <p>Matching follows COCO; ignore regions ({@code DontCare}) are never missed and never make a false positive. Results are kept
 * with the dataset. May import {@code data}, {@code expr} and {@code progress}.
 */
@NullMarked
package dev.winnow.evaluate;

import org.jspecify.annotations.NullMarked;
