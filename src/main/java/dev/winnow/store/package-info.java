/**
 * Columns on disk and in memory: one SQLite file a dataset, whose rows are chunks of columns, and files of vectors beside it.
 *
 * <pre>{@code
 * try (Store store = Store.open(folder.resolve("dataset.sqlite"))) {
 *     State state = store.load(null);   // immutable columns, each read when first asked for
 *     state.rows();
 * }
 * }</pre>
 *
 * <p>A {@link dev.winnow.store.State} is what all readers of one moment share. A write is one transaction: take the lock, bring the
 * state up to date, apply the edit, write the chunks whose bytes changed. Only {@code data} imports this room, and no cell does: its
 * names are Tablesaw's too. It owns SQLite, and may import {@code label}, {@code expr}, {@code vectors} and {@code progress}.
 */
@NullMarked
package dev.winnow.store;

import org.jspecify.annotations.NullMarked;
