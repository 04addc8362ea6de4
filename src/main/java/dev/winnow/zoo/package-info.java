/**
 * Names of datasets that come with Winnow or lie on the reader's disk.
 *
 * <pre>{@code
 * Dataset scenes = RoadScenes.load(Home.current(), 200);     // painted, grouped left and right
 * }</pre>
 *
 * <p>{@code road-scenes} are painted by a program and show no real place: good for learning the loop, no evidence about real
 * roads. May import {@code format}, {@code train}, {@code data} and {@code progress}.
 */
@NullMarked
package dev.winnow.zoo;

import org.jspecify.annotations.NullMarked;
