package dev.winnow.session;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names a piece of code touches outside of itself, as far as its syntax tells: a change made through a method
 * ({@code list.add(1)}) is not seen.
 *
 * @param reads names it mentions, whatever they may be: variables, methods, classes
 * @param writes variables it assigns or counts up
 * @param declares what it leaves in the session
 * @param returns whether it would leave a method it stood in
 */
record NamesInCode(Set<String> reads, Set<String> writes, Set<String> declares, boolean returns) {
    static final NamesInCode NONE = new NamesInCode(Set.of(), Set.of(), Set.of(), false);

    NamesInCode {
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
        declares = Set.copyOf(declares);
    }

    /** The names of a statement or expression, which is a declaration of the session or not. */
    static NamesInCode of(Tree tree, boolean declaration) {
        Scanner scanner = new Scanner();
        if (declaration) {
            scanner.declares.add(name(tree));
        }
        tree.accept(scanner, null);
        return scanner.names();
    }

    /** The names of declarations that stand as the members of a class. */
    static NamesInCode members(ClassTree holder) {
        Scanner scanner = new Scanner();
        for (Tree member : holder.getMembers()) {
            scanner.declares.add(name(member));
            member.accept(scanner, null);
        }
        return scanner.names();
    }

    private static String name(Tree declaration) {
        if (declaration instanceof VariableTree variable) {
            return variable.getName().toString();
        }
        if (declaration instanceof ClassTree type) {
            return type.getSimpleName().toString();
        }
        return declaration instanceof MethodTree method ? method.getName().toString() : "";
    }

    private static final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
        final Set<String> reads = new HashSet<>();
        final Set<String> writes = new HashSet<>();
        final Set<String> locals = new HashSet<>();
        final Set<String> declares = new HashSet<>();
        boolean returns;
        int within;

        NamesInCode names() {
            declares.remove("");
            locals.removeAll(declares);
            reads.removeAll(locals);
            writes.removeAll(locals);
            return new NamesInCode(reads, writes, declares, returns);
        }

        @Override
        public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
            reads.add(tree.getName().toString());
            return super.visitIdentifier(tree, nothing);
        }

        @Override
        public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void nothing) {
            if (tree.getVariable() instanceof IdentifierTree variable) {
                writes.add(variable.getName().toString());
                return scan(tree.getExpression(), nothing);
            }
            return super.visitAssignment(tree, nothing);
        }

        @Override
        public @Nullable Void visitCompoundAssignment(CompoundAssignmentTree tree, @Nullable Void nothing) {
            write(tree.getVariable());
            return super.visitCompoundAssignment(tree, nothing);
        }

        @Override
        public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void nothing) {
            switch (tree.getKind()) {
                case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
                    write(tree.getExpression());
                default -> {
                    // The other operators only read.
                }
            }
            return super.visitUnary(tree, nothing);
        }

        private void write(Tree target) {
            if (target instanceof IdentifierTree variable) {
                writes.add(variable.getName().toString());
            }
        }

        @Override
        public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
            locals.add(tree.getName().toString());
            return super.visitVariable(tree, nothing);
        }

        @Override
        public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void nothing) {
            returns |= within == 0;
            return super.visitReturn(tree, nothing);
        }

        @Override
        public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void nothing) {
            within++;
            super.visitLambdaExpression(tree, nothing);
            within--;
            return nothing;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
            locals.add(tree.getSimpleName().toString());
            within++;
            super.visitClass(tree, nothing);
            within--;
            return nothing;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
            within++;
            super.visitMethod(tree, nothing);
            within--;
            return nothing;
        }
    }
}
