package dev.winnow.session;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The longest constant text in a piece of code, in bytes as a class file holds it: a literal, a text block, or several joined by
 * {@code +}. The compiler finds one that is too long only while it writes the class, and goes on to fail on what it writes after that,
 * so such a text must not reach it.
 */
final class LongText extends TreeScanner<@Nullable String, @Nullable Void> {
    /** As many as the two bytes of a length in a class file can say. */
    static final int MOST_BYTES = 65_535;

    /** A character takes three bytes at most. */
    private static final int HARMLESS = MOST_BYTES / 3;

    private int longest;

    private LongText() {}

    /** The bytes of the longest text in {@code tree}, whose source is {@code source}; 0 where that is too short to matter. */
    static int bytes(Tree tree, String source) {
        if (source.length() <= HARMLESS) {
            return 0;
        }
        LongText scanner = new LongText();
        scanner.scan(tree, null);
        return scanner.longest;
    }

    /** What a cell is told that holds a text of so many bytes in its piece at {@code from}. */
    static CellError refused(int cell, String code, Statement piece) {
        return ErrorText.refused(
                cell,
                code,
                piece.from(),
                "A text of " + piece.form().longText() + " bytes is more than the " + MOST_BYTES
                        + " that Java's class files hold.",
                List.of("Nothing of this cell ran. Read the text from a file, Files.readString(Path.of(\"…\")), or join"
                        + " shorter ones with String.join(\"\", …)."));
    }

    @Override
    public @Nullable String visitLiteral(LiteralTree literal, @Nullable Void none) {
        return literal.getValue() instanceof String text ? seen(text) : null;
    }

    @Override
    public @Nullable String visitParenthesized(ParenthesizedTree inner, @Nullable Void none) {
        return scan(inner.getExpression(), none);
    }

    @Override
    public @Nullable String visitBinary(BinaryTree sum, @Nullable Void none) {
        String left = scan(sum.getLeftOperand(), none);
        String right = scan(sum.getRightOperand(), none);
        return sum.getKind() == Tree.Kind.PLUS && left != null && right != null ? seen(left + right) : null;
    }

    @Override
    public @Nullable String reduce(@Nullable String one, @Nullable String other) {
        return null;
    }

    private String seen(String text) {
        longest = Math.max(longest, text.chars().map(LongText::bytes).sum());
        return text;
    }

    private static int bytes(int character) {
        return character >= 1 && character <= 0x7f ? 1 : character <= 0x7ff ? 2 : 3;
    }
}
