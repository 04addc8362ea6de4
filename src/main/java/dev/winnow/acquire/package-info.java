/**
 * What to label next, and the loop around it: splits that keep sequences together, a guard, quotas, strategies, the ledger, annotators, checks
 * of quality, and when to stop.
 *
 * <pre>{@code
 * Plan plan = Acquisition.hybrid().budget(Budget.images(30)).select(pool, evaluation);   // reads only
 * plan.apply("v1");                                                                       // one transaction
 * Loop loop = Loop.on(dataset).annotator(Annotator.simulated(51)).recipe(Acquisition.hybrid().budget(Budget.images(30)));
 * loop.step("v1");
 * Ledger.of(dataset).write(Path.of("ledger.json"));                                       // and verify() where it is read
 * }</pre>
 *
 * <p>Five groups. <b>Who may be chosen</b>: {@code Role, Status, Splits, Guard, Queries}. <b>The choice</b>: {@code Acquisition} is the recipe,
 * {@code Selection} runs its strategies on a {@code Board} over the cosines of {@code Space}; each {@code Strategy} is a file of its own, and
 * {@code TwoRounds} is coverage for large pools. <b>What is kept</b>: {@code Plan, Ledger, Hashes, Round, RunKind}. <b>People</b>:
 * {@code AnnotationQueue} with {@code QueueStore}, {@code Annotator, Agreement, Qa, Golden, Drift}. <b>The loop</b>: {@code Loop, RoundRun,
 * Stopping, TestLooks, SpotChecks}. The {@code First…} files are rule 1, by which old ledgers replay.
 *
 * <p>Roles of samples are tags {@code split:*} that {@link dev.winnow.acquire.Splits} gives once; their status is the field
 * {@code annotation_status}, which goes from {@code unlabeled} over {@code selected} to {@code annotated}, and back only when a reviewer sends
 * an image back. May import {@code data, label, expr, vectors, brain, evaluate, train} and {@code progress}.
 */
@NullMarked
package dev.winnow.acquire;

import org.jspecify.annotations.NullMarked;
