/** Measurements that take minutes, beside a peer in one run. Not in the shipped jar; {@code ./winnow bench NAME} runs one. */
@NullMarked
package dev.winnow.bench;

import org.jspecify.annotations.NullMarked;
