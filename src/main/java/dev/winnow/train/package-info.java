/**
 * What learns and predicts: embedders (an ImageNet network in plain Java, and a hand-made grid), feature maps and a small detector that
 * trains in this JVM in seconds.
 *
 * <pre>{@code
 * Detector detector = Detector.train(view, "human_labels", classes, Detector.options().seed(51));
 * detector.predict(valView, "predictions_v0");   // stored from score 0.01
 * detector.save(dataset, "detector_v0");
 * }</pre>
 *
 * <p>Everything here is deterministic under its seed, whatever the number of threads and the Java. The room decides nothing about
 * what to label. May import {@code data}, {@code vectors} and {@code progress}.
 */
@NullMarked
package dev.winnow.train;

import org.jspecify.annotations.NullMarked;
