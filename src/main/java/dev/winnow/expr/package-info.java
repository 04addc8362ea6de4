/**
 * What a question about a sample is: fields, values computed from them, conditions. And the two random generators of Python.
 *
 * <pre>{@code
 * Cond question = Field.of("annotation_status").ne("annotated").and(Field.of("uniqueness").gt(0.5));
 * question.toString()   // F("annotation_status").ne("annotated").and(F("uniqueness").gt(0.5))
 * }</pre>
 *
 * <p>Questions are data: they can be printed, compared, saved and checked before the first row is read. The room imports the
 * JDK only; {@code data} answers the questions.
 */
@NullMarked
package dev.winnow.expr;

import org.jspecify.annotations.NullMarked;
