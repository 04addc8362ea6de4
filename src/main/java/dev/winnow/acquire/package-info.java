/**
 * What to label next, and the loop around it: splits that keep sequences together, a guard, quotas, mining, the ledger, annotators, checks
 * of quality, and when to stop.
 *
 * <pre>{@code
 * Plan plan = Acquisition.hybrid().budget(Images.of(30)).seed(42).select(pool, evaluation);   // reads only
 * plan.apply("v1");                                                                            // one transaction
 * Loop loop = Loop.on(dataset).annotator(Annotator.simulated(51)).recipe(Acquisition.hybrid().budget(Images.of(30)));
 * loop.step("v1");
 * }</pre>
 *
 * <p>Roles of samples are tags {@code split:*} that {@link dev.winnow.acquire.Splits} gives once; their status is the field
 * {@code annotation_status}, which only moves from {@code unlabeled} over {@code selected} to {@code annotated}. May import
 * {@code data, expr, vectors, brain, evaluate, train} and {@code progress}.
 */
@NullMarked
package dev.winnow.acquire;

import org.jspecify.annotations.NullMarked;
