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

    /** Its text as a compiler takes it: a declaration or an import that ends a cell may lack its semicolon, and gets it. */
    String source(String code) {
        String text = text(code);
        boolean open = (form.variable() || JavaText.word(text, 0).equals("import")) && !JavaText.endsQuiet(text);
        return open ? text + "\n;" : text;
    }
}
