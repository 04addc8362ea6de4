/**
 * Labels as values: what a person or a model says of an image, and the schema that says which labels may be made.
 *
 * <pre>{@code
 * Detection car = Detection.of("Car", 0.1, 0.2, 0.3, 0.4);   // relative to the image, from its top left corner
 * Detection sure = car.withConfidence(0.9);                  // labels are records: a change is another label
 * }</pre>
 *
 * <p>{@link dev.winnow.label.Label} is sealed, so that a new type does not compile until each that reads labels has an answer. The
 * room is imported by all that deal with labels and imports none.
 */
@NullMarked
package dev.winnow.label;

import org.jspecify.annotations.NullMarked;
