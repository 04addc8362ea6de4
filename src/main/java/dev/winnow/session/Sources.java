package dev.winnow.session;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Documentation comments of classes, from sources: Winnow's own, which the jar carries, and those of added {@code -sources} and
 * {@code -javadoc} jars.
 */
final class Sources {
    /** Where the jar keeps the sources of what cells see of Winnow. */
    private static final String OWN = "META-INF/sources/";

    private static final Pattern DETAIL =
            Pattern.compile("(?s)<section class=\"detail\" id=\"([^\"]+)\">(.*?)</section>");
    private static final Pattern BLOCK = Pattern.compile("(?s)<div class=\"block\">(.*?)</div>");

    private final List<Path> roots = new CopyOnWriteArrayList<>();
    private final Set<Path> lacking = ConcurrentHashMap.newKeySet();
    private final Set<Path> asked = ConcurrentHashMap.newKeySet();
    private volatile Function<Path, Optional<Path>> fetched = jar -> Optional.empty();

    /** Adds a jar or folder of sources, or a jar of generated documentation. */
    void add(Path root) {
        if (!roots.contains(root)) {
            roots.add(root);
        }
    }

    /** How the sources or documentation of a jar are found when they are first asked for. */
    void fetchBy(Function<Path, Optional<Path>> found) {
        fetched = found;
    }

    /** Finds what {@link #comment} lacked, each jar's once; whether there is more to read now. May take a download's time. */
    boolean fetch() {
        boolean more = false;
        for (Path jar : Set.copyOf(lacking)) {
            lacking.remove(jar);
            Optional<Path> root = asked.add(jar) ? fetched.apply(jar) : Optional.empty();
            root.ifPresent(this::add);
            more |= root.isPresent();
        }
        return more;
    }

    private void lack(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source != null
                && source.getLocation() != null
                && source.getLocation().getPath().endsWith(".jar")) {
            Path jar = Path.of(URI.create(source.getLocation().toString()));
            if (!asked.contains(jar)) {
                lacking.add(jar);
            }
        }
    }

    /**
     * The comment of a class, or of its member.
     *
     * @param member a field, a method, or the class's simple name for a constructor; empty for the class itself
     * @param parameters the types of a method's parameters as code writes them; null for what has none
     */
    Optional<String> comment(Class<?> type, String member, @Nullable List<String> parameters) {
        Class<?> outer = type;
        while (outer.getEnclosingClass() != null) {
            outer = outer.getEnclosingClass();
        }
        String path = outer.getName().replace('.', '/');
        Optional<String> source = read(path + ".java");
        if (source.isPresent()) {
            return Optional.ofNullable(comments(source.get()).get(key(type.getSimpleName(), member, parameters)));
        }
        String page = type.getName()
                        .substring(0, type.getName().lastIndexOf('.') + 1)
                        .replace('.', '/')
                + type.getName().substring(type.getName().lastIndexOf('.') + 1).replace('$', '.');
        Optional<String> html = read(page + ".html");
        if (html.isEmpty()) {
            lack(type);
        }
        return html.flatMap(text -> generated(text, type.getSimpleName(), member, parameters));
    }

    private Optional<String> read(String file) {
        try (InputStream own = Sources.class.getClassLoader().getResourceAsStream(OWN + file)) {
            if (own != null) {
                return Optional.of(new String(own.readAllBytes(), StandardCharsets.UTF_8));
            }
            for (Path root : roots) {
                if (Files.isDirectory(root) && Files.exists(root.resolve(file))) {
                    return Optional.of(Files.readString(root.resolve(file)));
                }
                if (Files.isRegularFile(root)) {
                    try (ZipFile zip = new ZipFile(root.toFile())) {
                        ZipEntry entry = zip.getEntry(file);
                        if (entry != null) {
                            try (InputStream in = zip.getInputStream(entry)) {
                                return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                            }
                        }
                    }
                }
            }
        } catch (IOException unreadable) {
            // Help is a courtesy: without it there is the signature.
        }
        return Optional.empty();
    }

    private static String key(String type, String member, @Nullable List<String> parameters) {
        return type + "#" + member
                + (parameters == null
                        ? ""
                        : parameters.stream().map(Sources::plain).collect(Collectors.joining(",", "(", ")")));
    }

    /** A type without packages, arguments and annotations, an ellipsis as an array. */
    private static String plain(String type) {
        String bare = type.replaceAll("@\\w+\\s*", "").replace("...", "[]");
        while (bare.contains("<")) {
            String less = bare.replaceAll("<[^<>]*>", "");
            if (less.equals(bare)) {
                break;
            }
            bare = less;
        }
        String name = bare.strip();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static Map<String, String> comments(String source) {
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("source:///Source.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, ignored -> {}, List.of("-proc:none"), null, List.of(file));
        Map<String, String> comments = new HashMap<>();
        try {
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Comments(docs, comments).scan(unit, null);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return comments;
    }

    private static final class Comments extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final DocTrees docs;
        private final Map<String, String> comments;
        private String type = "";

        Comments(DocTrees docs, Map<String, String> comments) {
            this.docs = docs;
            this.comments = comments;
        }

        private void note(String key) {
            String comment = docs.getDocComment(getCurrentPath());
            if (comment != null) {
                comments.put(key, comment);
            }
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
            String outer = type;
            type = tree.getSimpleName().toString();
            note(key(type, "", null));
            super.visitClass(tree, nothing);
            type = outer;
            return nothing;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
            String name = tree.getName().contentEquals("<init>")
                    ? type
                    : tree.getName().toString();
            note(key(
                    type,
                    name,
                    tree.getParameters().stream()
                            .map(parameter -> String.valueOf(parameter.getType()))
                            .toList()));
            return nothing;
        }

        @Override
        public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
            note(key(type, tree.getName().toString(), null));
            return nothing;
        }
    }

    /** The comment in a page that the javadoc tool of JDK 11 or newer wrote. */
    private static Optional<String> generated(
            String html, String type, String member, @Nullable List<String> parameters) {
        if (member.isEmpty()) {
            Matcher block = BLOCK.matcher(html);
            return block.find() ? Optional.of(block.group(1)) : Optional.empty();
        }
        Matcher detail = DETAIL.matcher(html);
        while (detail.find()) {
            String id = detail.group(1).replace("&lt;init&gt;", type).replace("<init>", type);
            int open = id.indexOf('(');
            List<String> types = open < 0 || id.endsWith("()")
                    ? List.of()
                    : List.of(id.substring(open + 1, id.length() - 1).split(","));
            String found = key(type, open < 0 ? id : id.substring(0, open), open < 0 ? null : types);
            Matcher block = BLOCK.matcher(detail.group(2));
            if (found.equals(key(type, member, parameters)) && block.find()) {
                return Optional.of(block.group(1));
            }
        }
        return Optional.empty();
    }
}
