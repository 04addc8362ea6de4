/**
 * Maven in cells: {@code %maven}, {@code %%loadFromPOM} and their kin, which resolve with Maven's own rules and lock what they found.
 *
 * <pre>{@code
 * JavaSession.builder().plugin(MavenMagics::new)   // the engine does not know it
 * }</pre>
 *
 * <p>The room owns Maven's resolver, and may import {@code session} and {@code display}.
 */
@NullMarked
package dev.winnow.maven;

import org.jspecify.annotations.NullMarked;
