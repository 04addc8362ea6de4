/**
 * The nouns: datasets, views, samples and their labels, and the store that keeps them.
 *
 * <pre>{@code
 * Dataset dataset = Dataset.load(Home.current(), "road");
 * View pool = dataset.matchTags("split:pool").match(Field.of("annotation_status").ne("annotated"));
 * pool.count();                          // evaluated now, over row positions
 * pool.limit(5).tagSamples("batch:v0");  // one transaction
 * pool.toString();                       // the chain that rebuilds it
 * }</pre>
 *
 * <p>A {@link dev.winnow.data.View} is a dataset and a list of stages, an immutable value; only a dataset and the terminal verbs
 * of a view write, one transaction each. Columns are arrays; Tablesaw tables are copies for the reader. The room owns Tablesaw
 * and SQLite, and may import {@code expr}, {@code vectors} and {@code progress}.
 */
@NullMarked
package dev.winnow.data;

import org.jspecify.annotations.NullMarked;
