/**
 * The engine: Java cells run by JShell in this process, whose variables outlive edits and whose loops can be stopped.
 *
 * <pre>{@code
 * try (JavaSession session = JavaSession.builder().startup("import java.util.*;").build()) {
 *     session.run("var n = 20 + 1;", output);
 *     CellResult result = session.run("n * 2", output);
 *     result.value();     // Optional[42], the object itself
 * }
 * }</pre>
 *
 * <p>A cell is split into snippets; each is compiled by JShell, loaded by {@code SnippetLoader} with stop checks woven in by
 * {@code StopChecks}, and run on the session's own thread by {@code InProcessControl}. Re-declared code replaces the loaded class
 * in place through {@link dev.winnow.session.Redefinition}, so variables that depend on it keep their values. The room knows
 * nothing of data; it may import {@code display} and {@code jdk.jshell}.
 */
@NullMarked
package dev.winnow.session;

import org.jspecify.annotations.NullMarked;
