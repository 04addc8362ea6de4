package dev.winnow.session;

/**
 * A statement, expression or declaration of a cell.
 *
 * @param from offset of its first character in the cell
 * @param to offset behind its last, which is its {@code ;} when it has one
 */
record Statement(int from, int to, Syntax.Form form) {
    String text(String code) {
        return code.substring(from, to);
    }
}
