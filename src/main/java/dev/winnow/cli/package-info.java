/**
 * The command line, and the one room that sees both planes: the engine (session, kernel) and the data.
 *
 * <p>{@link dev.winnow.cli.Main} names the commands; each command is one file. Nothing imports this room.
 */
@NullMarked
package dev.winnow.cli;

import org.jspecify.annotations.NullMarked;
