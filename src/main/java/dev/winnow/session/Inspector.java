package dev.winnow.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import org.jspecify.annotations.Nullable;

/** What the name at a cursor means. */
final class Inspector {
    /** {@code String String.substring(int beginIndex)}, {@code ArrayList<E>(int initialCapacity)}, without type arguments. */
    private static final Pattern METHOD = Pattern.compile("(?:.*\\s)?([\\w$.]+)\\((.*)\\)(?:\\s+throws .*)?");

    private static final Pattern FIELD = Pattern.compile("([\\w$.]+)\\.([\\w$]+):.*");

    private final Completer completer;
    private final Members members;
    private final Sources sources;

    Inspector(Completer completer, Members members, Sources sources) {
        this.completer = completer;
        this.members = members;
        this.sources = sources;
    }

    Optional<Documentation> inspect(String code, int cursor) {
        int end = cursor;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        Completer.Asked asked = completer.asked(code, end);
        for (String text : List.of(asked.text() + "(", asked.text())) {
            List<SourceCodeAnalysis.Documentation> found = asked.analysis().documentation(text, text.length(), true);
            if (!found.isEmpty()) {
                List<String> signatures = new ArrayList<>();
                List<String> comments = new ArrayList<>();
                for (SourceCodeAnalysis.Documentation one : found) {
                    String comment = one.javadoc();
                    // A class by itself is named in full.
                    boolean member =
                            one.signature().contains("(") || one.signature().contains(":");
                    String signature = member ? completer.shorten(one.signature()) : one.signature();
                    // What the cell itself declares stands in a class that Completer wrote around it.
                    signatures.add(signature.replace("W$.", ""));
                    comments.add(comment == null || comment.isBlank() ? comment(signature) : comment);
                }
                return Optional.of(Javadoc.of(signatures, comments));
            }
        }
        return Optional.empty();
    }

    private String comment(String signature) {
        String bare = withoutArguments(signature);
        Matcher method = METHOD.matcher(bare);
        if (method.matches()) {
            String name = method.group(1);
            int dot = name.lastIndexOf('.');
            List<String> types = types(method.group(2));
            Optional<Class<?>> type = members.named(name);
            return type.isPresent()
                    ? find(type, type.get().getSimpleName(), types)
                    : dot < 0 ? "" : find(members.named(name.substring(0, dot)), name.substring(dot + 1), types);
        }
        Matcher field = FIELD.matcher(bare);
        return field.matches()
                ? find(members.named(field.group(1)), field.group(2), null)
                : find(members.named(bare), "", null);
    }

    private String find(Optional<Class<?>> type, String member, @Nullable List<String> types) {
        return type.flatMap(found -> sources.comment(found, member, types)).orElse("");
    }

    private static List<String> types(String parameters) {
        List<String> types = new ArrayList<>();
        for (String parameter : parameters.isBlank() ? new String[0] : parameters.split(",")) {
            String text = parameter.strip();
            int space = text.lastIndexOf(' ');
            types.add(space < 0 ? text : text.substring(0, space));
        }
        return types;
    }

    private static String withoutArguments(String type) {
        String text = type;
        String less = text.replaceAll("<[^<>]*>", "");
        while (!less.equals(text)) {
            text = less;
            less = text.replaceAll("<[^<>]*>", "");
        }
        return text;
    }
}
