package dev.winnow.session;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.TypeDeclSnippet;
import org.jspecify.annotations.Nullable;

/** What the members of an expression or class take and give, read from the loaded classes. */
final class Members {
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final Origins origins;
    private final SnippetLoader loader;

    Members(JShell shell, Origins origins, SnippetLoader loader) {
        this.shell = shell;
        this.analysis = shell.sourceCodeAnalysis();
        this.origins = origins;
        this.loader = loader;
    }

    /** Signatures by name, overloads a line each; empty when the type of the expression is not known. */
    Map<String, String> of(String expression) {
        String type = analysis.analyzeType(expression, expression.length());
        Optional<Class<?>> found = type == null ? named(lastName(expression)) : named(type);
        return found.map(Members::signatures).orElse(Map.of());
    }

    private static String lastName(String expression) {
        int from = expression.length();
        while (from > 0
                && (Character.isJavaIdentifierPart(expression.charAt(from - 1))
                        || expression.charAt(from - 1) == '.')) {
            from--;
        }
        return expression.substring(from);
    }

    /** The class of a type as code names it: simple names as the session's imports and declarations resolve them. */
    Optional<Class<?>> named(String type) {
        String name = type.replaceAll("<.*", "").replace("[]", "").strip();
        for (TypeDeclSnippet declared : shell.types().toList()) {
            if (declared.name().equals(name)) {
                return load(origins.className(declared) + "$" + name);
            }
        }
        if (name.indexOf('.') > 0) {
            Optional<Class<?>> whole = load(name);
            if (whole.isPresent()) {
                return whole;
            }
            int dot = name.lastIndexOf('.');
            return named(name.substring(0, dot))
                    .flatMap(outer -> load(outer.getName() + "$" + name.substring(dot + 1)));
        }
        Optional<Class<?>> implicit = load("java.lang." + name);
        return implicit.isPresent()
                ? implicit
                : Imports.of(shell)
                        .filter(one -> !one.isStatic())
                        .map(one -> one.name().endsWith(".*")
                                ? one.name().substring(0, one.name().length() - 1) + name
                                : one.name().endsWith("." + name) ? one.name() : "")
                        .filter(candidate -> !candidate.isEmpty())
                        .flatMap(candidate -> load(candidate).stream())
                        .findFirst();
    }

    /** Whether cells can import the class of that full name. */
    boolean isPublic(String name) {
        return load(name)
                .filter(found -> Modifier.isPublic(found.getModifiers()))
                .isPresent();
    }

    private Optional<Class<?>> load(String name) {
        try {
            return Optional.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError none) {
            return Optional.empty();
        }
    }

    private static Map<String, String> signatures(Class<?> type) {
        Map<String, String> all = new HashMap<>();
        for (Method method : type.getMethods()) {
            if (!method.isBridge()) {
                all.merge(method.getName(), signature(method), (a, b) -> a.contains(b) ? a : a + "\n" + b);
            }
        }
        for (@Nullable Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            if (each.getClassLoader() instanceof SnippetLoader) {
                for (Method method : each.getDeclaredMethods()) {
                    if (!method.isSynthetic()) {
                        all.putIfAbsent(method.getName(), signature(method));
                    }
                }
            }
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isPrivate(field.getModifiers())) {
                    all.putIfAbsent(field.getName(), simple(field.getGenericType()));
                }
            }
        }
        for (Class<?> nested : type.getClasses()) {
            all.putIfAbsent(nested.getSimpleName(), "class " + nested.getName());
        }
        return all;
    }

    private static String signature(Method method) {
        return simple(method.getGenericReturnType()) + " " + method.getName() + "("
                + Arrays.stream(method.getParameters())
                        .map(parameter -> simple(parameter.getParameterizedType())
                                + (parameter.isNamePresent() ? " " + parameter.getName() : ""))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** A type without its packages. */
    private static String simple(Type type) {
        return type.getTypeName()
                .replaceAll("(?:REPL\\.\\$JShell\\$\\w+?\\$|[a-z_][\\w]*\\.)", "")
                .replace('$', '.');
    }
}
