package dev.winnow.session;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EmptyStatementTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Tells the pieces of a cell apart by javac's parser: which may run together in one method, and which names they touch. */
final class Syntax {
    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final JavaFileManager files = noFiles(compiler);

    /** A parser needs no class path, and javac would look through all of it for plugins each time. */
    private static JavaFileManager noFiles(JavaCompiler compiler) {
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        try {
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, List.of());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return files;
    }

    /** What a piece is. */
    enum Kind {
        /** Runs and gives no value: a control statement, an assignment to a name. */
        STATEMENT,
        /** An expression that may also stand as a statement: a call, {@code i++}, {@code a[0] = 1}. */
        CALL,
        /** An expression that is only a value: {@code n + 1}. */
        VALUE,
        /** A declaration, an import, or what has to be reported as an error: JShell's own business. */
        OTHER
    }

    /**
     * What is known of a piece.
     *
     * @param variable whether it declares a variable
     * @param inferred whether it leaves the type of that to the compiler
     * @param names of the session that it may touch
     * @param longText the bytes of its longest constant text, 0 for a short one
     */
    record Form(Kind kind, boolean variable, boolean inferred, NamesInCode names, int longText) {
        Form(Kind kind, boolean variable, boolean inferred, NamesInCode names) {
            this(kind, variable, inferred, names, 0);
        }

        Form(Kind kind, NamesInCode names) {
            this(kind, false, false, names);
        }

        Form with(int longText) {
            return longText == 0 ? this : new Form(kind, variable, inferred, names, longText);
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        final String text;
        boolean wrong;

        Text(String text) {
            super(URI.create("piece:///C.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final Form UNKNOWN = new Form(Kind.OTHER, NamesInCode.NONE);
    private static final String BLOCK = "class C{void m(){";
    private static final String VALUE = "class C{void m(){Object v=\n";

    /** The forms of pieces, in order. */
    synchronized List<Form> forms(List<String> pieces) {
        List<Text> statements = new ArrayList<>();
        for (String piece : pieces) {
            // The line break ends a comment that a piece may end with.
            statements.add(new Text(BLOCK + piece + (JavaText.endsQuiet(piece) ? "\n}}" : "\n;}}")));
        }
        List<CompilationUnitTree> trees = parse(statements);
        List<Form> forms = new ArrayList<>();
        List<Text> others = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            StatementTree statement = statements.get(i).wrong ? null : only(trees.get(i));
            forms.add(statement == null ? UNKNOWN : form(statement).with(LongText.bytes(statement, pieces.get(i))));
            if (statement == null) {
                others.add(new Text(VALUE + withoutSemicolon(pieces.get(i)) + "\n;}}"));
                others.add(new Text("class C{" + pieces.get(i) + "\n;}"));
            }
        }
        List<CompilationUnitTree> otherTrees = parse(others);
        for (int i = 0, other = 0; i < pieces.size(); i++) {
            if (forms.get(i) == UNKNOWN) {
                forms.set(i, otherForm(others.subList(other, other + 2), otherTrees.subList(other, other + 2)));
                other += 2;
            }
        }
        return forms;
    }

    private static String withoutSemicolon(String piece) {
        return JavaText.endsQuiet(piece) ? piece.substring(0, piece.lastIndexOf(';')) : piece;
    }

    private List<CompilationUnitTree> parse(List<Text> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        JavacTask task = (JavacTask) compiler.getTask(
                null,
                files,
                diagnostic -> {
                    if (diagnostic.getKind() == Diagnostic.Kind.ERROR && diagnostic.getSource() instanceof Text text) {
                        text.wrong = true;
                    }
                },
                List.of("-proc:none", "-Xlint:none"),
                null,
                texts);
        try {
            List<CompilationUnitTree> trees = new ArrayList<>();
            task.parse().forEach(trees::add);
            return trees;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Form form(StatementTree statement) {
        if (statement instanceof VariableTree variable) {
            return new Form(Kind.OTHER, true, variable.getType() == null, NamesInCode.of(statement, true));
        }
        if (statement instanceof ClassTree) {
            return new Form(Kind.OTHER, NamesInCode.of(statement, true));
        }
        NamesInCode names = NamesInCode.of(statement, false);
        if (names.returns()) {
            return new Form(Kind.OTHER, names);
        }
        boolean call = statement instanceof ExpressionStatementTree expression
                && !(expression.getExpression() instanceof AssignmentTree assignment
                        && assignment.getVariable() instanceof IdentifierTree);
        return new Form(call ? Kind.CALL : Kind.STATEMENT, names);
    }

    private static Form otherForm(List<Text> texts, List<CompilationUnitTree> trees) {
        StatementTree value = texts.get(0).wrong ? null : only(trees.get(0));
        if (value instanceof VariableTree variable && variable.getInitializer() != null) {
            return new Form(Kind.VALUE, NamesInCode.of(variable.getInitializer(), false))
                    .with(LongText.bytes(variable, texts.get(0).text));
        }
        if (texts.get(1).wrong || trees.get(1).getTypeDecls().isEmpty()) {
            return UNKNOWN;
        }
        ClassTree holder = (ClassTree) trees.get(1).getTypeDecls().get(0);
        boolean variable = holder.getMembers().stream().anyMatch(member -> member instanceof VariableTree);
        return new Form(Kind.OTHER, variable, false, NamesInCode.members(holder))
                .with(LongText.bytes(holder, texts.get(1).text));
    }

    private static @Nullable StatementTree only(CompilationUnitTree tree) {
        if (tree.getTypeDecls().size() != 1 || !(tree.getTypeDecls().get(0) instanceof ClassTree holder)) {
            return null;
        }
        List<? extends Tree> members = holder.getMembers();
        BlockTree body = members.size() == 1 && members.get(0) instanceof MethodTree method ? method.getBody() : null;
        List<? extends StatementTree> statements = body == null ? List.of() : body.getStatements();
        boolean one =
                statements.size() == 1 || statements.size() == 2 && statements.get(1) instanceof EmptyStatementTree;
        return one ? statements.get(0) : null;
    }
}
