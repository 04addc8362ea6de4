package dev.winnow.session;

import dev.winnow.display.MimeBundle;
import dev.winnow.display.Renderers;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * A running Java session: cells go in, values, output and errors come out; variables stay until they are declared anew.
 *
 * <p>One cell runs at a time; {@link #interrupt} and the questions about code may come from other threads meanwhile.
 */
public final class JavaSession implements AutoCloseable {
    private static final InheritableThreadLocal<@Nullable JavaSession> CURRENT = new InheritableThreadLocal<>();
    private static volatile @Nullable JavaSession newest;

    /** How long a panel waits for the texts of variables. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final SnippetLoader loader;
    private final InProcessControl control;
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final Syntax syntax = new Syntax();
    private final Variables variables;
    private final CellValues values = new CellValues();
    private final StaleCells inputs = new StaleCells();
    private final ClassIndex classes = new ClassIndex();
    private final TrialShell shadow;
    private final Completer completer;
    private final Sources sources = new Sources();
    private final Drivers drivers;
    private final Inspector inspector;
    private final Set<String> initial = new HashSet<>();
    private final Evaluator evaluator;
    private final Magics magics = new Magics();
    private final List<String> added = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final NotebookReader notebookReader;
    private final Predicate<Path> shown;
    private final Duration timeout;
    private final String timeoutName;
    private volatile @Nullable String nextInput;
    private volatile Output output = new MutedOutput(Output.NONE);
    private int cells;

    private JavaSession(Builder builder) {
        ClassLoader program = JavaSession.class.getClassLoader();
        loader = new SnippetLoader(builder.shown == null ? program : new HostClasses(program, builder.shown));
        control = new InProcessControl(loader);
        drivers = new Drivers(loader);
        Shells shells = new Shells(builder.hostClassPath, builder.compilerOptions);
        shell = shells.make(control);
        timeout = builder.timeout;
        timeoutName = builder.timeoutName;
        // Before the analysis begins: its indexer and JShell both make the compiler's file manager when there is none.
        builder.classPath.forEach(shell::addToClasspath);
        analysis = shell.sourceCodeAnalysis();
        Origins origins = new Origins(shell);
        variables = new Variables(shell, origins, loader);
        shadow = new TrialShell(() -> {
            JShell own = shells.make(new TrialShell.Nothing());
            builder.classPath.forEach(own::addToClasspath);
            added.forEach(own::addToClasspath);
            return own;
        });
        (builder.hostClassPath == null
                        ? Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(Path::of)
                        : builder.hostClassPath.stream())
                .forEach(classes::add);
        builder.classPath.forEach(entry -> classes.add(Path.of(entry)));
        Members members = new Members(shell, origins, loader);
        completer = new Completer(shell, syntax, members, shadow, classes, shells.index());
        inspector = new Inspector(completer, members, sources);
        evaluator =
                new Evaluator(shell, control, origins, variables, new Hints(shell, classes, members), builder.merging);
        Stop.warmUp();
        notebookReader = builder.notebookReader;
        shown = builder.shown == null ? any -> true : builder.shown;
        BuiltinMagics.all(magics).forEach(magics::add);
        List<MagicPlugin> plugins =
                builder.plugins.stream().map(plugin -> plugin.apply(magics)).toList();
        plugins.forEach(plugin -> plugin.magics().forEach(magics::add));
        sources.fetchBy(jar ->
                plugins.stream().flatMap(plugin -> plugin.sources(jar).stream()).findFirst());
        builder.magics.forEach(magics::add);
        for (SnippetEvent event : Imports.begin(shell, builder.startup)) {
            initial.add(event.snippet().id());
            if (event.status() == Snippet.Status.REJECTED || event.exception() != null) {
                throw new IllegalStateException("The session cannot start: '"
                        + event.snippet().source() + "' fails: "
                        + shell.diagnostics(event.snippet())
                                .map(diagnostic -> diagnostic.getMessage(null))
                                .collect(Collectors.joining("; "))
                        + (event.exception() == null ? "" : event.exception()));
            }
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What a session starts with. */
    public static final class Builder {
        private final List<String> classPath = new ArrayList<>();
        private final List<String> startup = new ArrayList<>();
        private final List<Magic> magics = new ArrayList<>();
        private NotebookReader notebookReader = notebook -> {
            throw new MagicException("This session reads no notebooks: " + notebook + ".");
        };
        private final List<String> compilerOptions = new ArrayList<>(List.of("-parameters", "-Xlint:none"));
        private final Map<String, String> startupCells = new LinkedHashMap<>();
        private Duration timeout = Duration.ZERO;
        private String timeoutName = "";
        private final List<Function<Magics, MagicPlugin>> plugins = new ArrayList<>();
        private @Nullable List<Path> hostClassPath;
        private @Nullable Predicate<Path> shown;
        private boolean merging = true;

        /** A jar or folder that cells compile against, besides this program's own. */
        public Builder classPath(String entry) {
            classPath.add(entry);
            return this;
        }

        /**
         * What cells see of the program they run in, instead of its whole class path.
         *
         * @param compile the jars and folders that cells compile against
         * @param shown whether classes and resources of a jar or folder of the program can be loaded by cells
         */
        public Builder host(List<Path> compile, Predicate<Path> shown) {
            hostClassPath = List.copyOf(compile);
            this.shown = shown;
            return this;
        }

        /** Whether runs of statements are compiled together; else one by one, which gives the same and takes longer. */
        Builder merging(boolean merging) {
            this.merging = merging;
            return this;
        }

        /** Imports and declarations to begin with, one snippet each. */
        public Builder startup(String... snippets) {
            startup.addAll(List.of(snippets));
            return this;
        }

        /** Code to begin with, run as a cell, so that it may hold magics; its failure is printed under its name. */
        public Builder startupCell(String name, String code) {
            startupCells.put(name, code);
            return this;
        }

        /** Options of the compiler, as {@code javac} takes them. */
        public Builder compilerOptions(String... options) {
            compilerOptions.addAll(List.of(options));
            return this;
        }

        /** The longest that a cell may run, zero for any time; {@code name} is what set it, for the message. */
        public Builder timeout(Duration longest, String name) {
            timeout = longest;
            timeoutName = name;
            return this;
        }

        /** A magic besides the built-in ones, or instead of one. */
        public Builder magic(Magic magic) {
            magics.add(magic);
            return this;
        }

        /** Magics that are made with the session, which is given to them as the magics that it has. */
        public Builder plugin(Function<Magics, MagicPlugin> plugin) {
            plugins.add(plugin);
            return this;
        }

        /** How {@code %load} reads a notebook. */
        public Builder notebookReader(NotebookReader reader) {
            notebookReader = reader;
            return this;
        }

        public JavaSession build() {
            Streams.install();
            JavaSession session = new JavaSession(this);
            newest = session;
            startupCells.forEach((name, code) -> session.run(code, 0, Streams.console())
                    .error()
                    .ifPresent(error -> {
                        System.err.println(name + " failed:");
                        error.traceback().forEach(System.err::println);
                    }));
            return session;
        }
    }

    /** Runs a cell and gives it the next number. */
    public CellResult run(String code, Output output) {
        return run(code, cells + 1, output);
    }

    /** Runs a cell that leaves nothing behind, so that the first cell of a person finds compiler and loader warm. */
    public synchronized void warmUp() {
        run("for (int i = 0; i < 1; i++) { ((Runnable) () -> {}).run(); }", cells, Output.NONE);
    }

    /** Runs a cell under a number of the caller's, which errors name. */
    public synchronized CellResult run(String code, int number, Output output) {
        cells = number;
        return run(code, number, output, () -> {});
    }

    /** Runs a cell; {@code onCellThread} is called first on the thread that runs it, to set what its threads inherit. */
    public synchronized CellResult run(String code, int number, Output output, Runnable onCellThread) {
        cells = number;
        Object cell = new Object();
        MutedOutput muted = new MutedOutput(output);
        control.begin(cell, () -> {
            CURRENT.set(this);
            Streams.own(muted);
            onCellThread.run();
        });
        Streams.running(muted);
        MemoryReserve.take();
        control.compiler.lock();
        try {
            this.output = muted;
            try (Deadline deadline = Deadline.of(timeout, this::interrupt)) {
                CellResult result = evaluator.shown(evaluateCell(code, number, muted));
                return deadline.expired() && !result.ok() ? overdue(number) : result;
            }
        } catch (OutOfMemoryError full) {
            // Met while compiling, since the cell before it or another thread filled the heap.
            MemoryReserve.drop();
            return CellResult.failed(number, evaluator.outOfMemory(full, List.of()));
        } finally {
            control.compiler.unlock();
            control.end();
            if (control.wasDetached()) {
                muted.mute();
            }
        }
    }

    private CellResult overdue(int number) {
        String message =
                "The cell was stopped after " + timeout.toMillis() / 1000.0 + " s, which " + timeoutName + " allows.";
        return CellResult.failed(number, new CellError("Timeout", message, List.of(message)));
    }

    /** Runs a cell's Java and its magics in the order they stand in. */
    private CellResult evaluateCell(String code, int number, Output output) {
        List<MagicCell.Part> parts = MagicCell.parts(code, magics::has);
        MagicRun run = new MagicRun(this, magics, control, code, number, parts);
        CellResult result = CellResult.nothing(number);
        List<Statement> all = new ArrayList<>();
        for (MagicCell.Part part : parts) {
            if (part instanceof MagicCell.Java java) {
                List<Statement> pieces = CellSplitter.of(java.text(), analysis, syntax);
                all.addAll(pieces);
                result = evaluateJava(java.text(), number, pieces, output);
            } else {
                result = run.run(part);
            }
            if (!result.ok()) {
                break;
            }
        }
        inputs.ran(number, code, all);
        return result;
    }

    private CellResult evaluateJava(String code, int number, List<Statement> pieces, Output output) {
        Set<String> borrowed = new HashSet<>();
        for (CellValues.Given given : values.mentioned(code)) {
            borrowed.add(declare(given));
        }
        try {
            CellResult result = evaluator.run(number, code, pieces, output);
            result.value()
                    .ifPresent(value ->
                            values.add(number, pieces.get(pieces.size() - 1).text(code), value));
            return result;
        } finally {
            shell.variables()
                    .filter(variable -> borrowed.contains(variable.name())
                            && analysis.dependents(variable).stream()
                                    .noneMatch(other -> shell.status(other).isActive()))
                    .toList()
                    .forEach(this::drop);
        }
    }

    /** Declares {@code $7}, with the type its expression has now, where the value is of it. */
    private String declare(CellValues.Given given) {
        String name = "$" + given.cell();
        String type =
                analysis.analyzeType(given.expression(), given.expression().length());
        for (String each : type == null ? List.of("Object") : List.of(type, "Object")) {
            List<SnippetEvent> events = shell.eval(each + " " + name + ";");
            variables.update(events, given.cell(), Output.NONE);
            if (events.get(0).status() == Snippet.Status.VALID && variables.put(name, given.value())) {
                break;
            }
        }
        return name;
    }

    private void drop(Snippet snippet) {
        if (snippet instanceof VarSnippet variable) {
            variables.forget(variable.name());
        }
        shell.drop(snippet);
    }

    /**
     * Runs code as part of the running cell, on its thread; the value of its last expression.
     *
     * @throws CellFailure when it does not compile, or throws
     */
    public @Nullable Object evaluateWithin(String code) {
        control.compiler.lock();
        try {
            CellResult result = evaluateCell(code, cells, output);
            if (result.error().isPresent()) {
                throw new CellFailure(result.error().get(), control.thrown());
            }
            return result.value().orElse(null);
        } finally {
            control.compiler.unlock();
        }
    }

    /** The session whose cell this thread, or the one that started it, belongs to; else the newest. */
    public static JavaSession current() {
        JavaSession session = CURRENT.get() == null ? newest : CURRENT.get();
        if (session == null) {
            throw new IllegalStateException("No session runs in this program.");
        }
        return session;
    }

    /** Runs {@code name arguments} as {@code %name arguments} would; its value is cast to what is asked for. */
    @SuppressWarnings("unchecked")
    public <T> @Nullable T lineMagic(String asked) throws Exception {
        String text = asked.strip();
        int end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        Magic magic = magics.require(text.substring(0, end), false);
        return (T) magic.work()
                .run(new MagicCall(this, magic, text.substring(end), text, end, Optional.empty(), text.length()));
    }

    /** Runs a magic over a body, as a cell that begins with {@code %%name arguments} would. */
    @SuppressWarnings("unchecked")
    public <T> @Nullable T cellMagic(String asked, String body) throws Exception {
        String text = asked.strip();
        String name = text.split("\\s", 2)[0];
        Magic magic = magics.require(name, true);
        String code = text + "\n" + body;
        return (T) magic.work()
                .run(new MagicCall(
                        this,
                        magic,
                        text.substring(name.length()),
                        code,
                        name.length(),
                        Optional.of(body),
                        text.length() + 1));
    }

    /** The variables that cells declared, by name; answers while a cell runs. */
    public List<Variable> variables() {
        return shown(locked(variables::all));
    }

    /**
     * The parts of a variable: elements, entries, record components or fields. The path begins with the variable's name; the names of
     * parts lead further in. Empty when there is no such thing, or it has no parts.
     */
    public List<Variable> parts(List<String> path) {
        return shown(partsAt(path));
    }

    /** One variable or part, by the path that {@link #parts} takes. */
    public Optional<Variable> variableAt(List<String> path) {
        String last = path.isEmpty() ? "" : path.get(path.size() - 1);
        List<Variable.Part> siblings =
                path.size() == 1 ? locked(variables::all) : partsAt(path.subList(0, Math.max(0, path.size() - 1)));
        return siblings.stream()
                .filter(part -> part.name().equals(last))
                .findFirst()
                .map(Variable.Part::shown);
    }

    private List<Variable.Part> partsAt(List<String> path) {
        if (path.isEmpty()) {
            return List.of();
        }
        Optional<Object> value = locked(() -> variables.value(path.get(0)));
        for (String name : path.subList(1, path.size())) {
            value = value.flatMap(holder -> Variable.partsOf(holder).stream()
                    .filter(part -> part.name().equals(name))
                    .findFirst()
                    .map(Variable.Part::value));
        }
        return value.map(Variable::partsOf).orElse(List.of());
    }

    /** The methods that cells declared, as {@code name(types)}, by name. */
    public List<String> methods() {
        return locked(() -> shell.methods()
                .filter(method -> !initial.contains(method.id()))
                .map(method -> method.name() + "(" + method.parameterTypes() + ")")
                .sorted()
                .toList());
    }

    /** The classes, records, interfaces and enums that cells declared, by name. */
    public List<String> types() {
        return locked(() -> shell.types()
                .filter(type -> !initial.contains(type.id()))
                .map(TypeDeclSnippet::name)
                .sorted()
                .toList());
    }

    /**
     * The cells whose inputs have changed since they ran, in the order they ran. A change is a new declaration or assignment of a
     * name that the cell reads, or of what a method or class it reads mentions; one made through a method is not seen.
     */
    public List<StaleCell> stale() {
        return locked(inputs::stale);
    }

    /**
     * Forgets what cells declared and imported, or only what has one of the names, if any are given; what the session began with
     * stays. Gives the names that are gone.
     */
    public List<String> reset(List<String> names) {
        return locked(() -> {
            Set<String> gone = new TreeSet<>();
            List<Snippet> active = shell.snippets()
                    .filter(snippet -> !initial.contains(snippet.id())
                            && shell.status(snippet).isActive()
                            && (names.isEmpty()
                                    || snippet instanceof DeclarationSnippet declared
                                            && names.contains(declared.name())))
                    .toList();
            for (int i = active.size() - 1; i >= 0; i--) {
                if (active.get(i) instanceof DeclarationSnippet declared) {
                    gone.add(declared.name());
                }
                drop(active.get(i));
            }
            if (names.isEmpty()) {
                values.forget();
                inputs.forget();
            }
            return List.copyOf(gone);
        });
    }

    /** Each as a panel lists it; the text of those that are not read in time says so. */
    private List<Variable> shown(List<Variable.Part> parts) {
        List<Variable> read = Collections.synchronizedList(new ArrayList<>());
        Supplier<List<Variable>> all = () -> {
            parts.forEach(part -> read.add(part.shown()));
            return read;
        };
        return OutsideCall.within(LOOK, loader, all, () -> {
            List<Variable> answered = new ArrayList<>(List.copyOf(read));
            for (Variable.Part late : parts.subList(answered.size(), parts.size())) {
                answered.add(new Variable(late.name(), late.type(), "(its toString does not end)", false));
            }
            return answered;
        });
    }

    /** A variable as a cell's last line would show it; what its text or picture fails with, or that it does not end, is said in its place. */
    public MimeBundle shownVariable(String name) {
        Object value = variable(name);
        try {
            return OutsideCall.within(
                    LOOK,
                    loader,
                    () -> Renderers.render(value),
                    () -> MimeBundle.text("(what shows it has not ended after " + LOOK.toSeconds() + " s)"));
        } catch (RuntimeException | Error failure) {
            return MimeBundle.text("(it cannot be shown: " + failure + ")");
        }
    }

    /** Says that a cell comes: an interrupt from now on is meant for it, also before it runs. */
    public void expectCell() {
        control.expect();
    }

    private <T> T locked(Supplier<T> question) {
        control.compiler.lock();
        try {
            return question.get();
        } finally {
            control.compiler.unlock();
        }
    }

    /** The value of a variable, as an object; null also when there is no such variable. */
    public @Nullable Object variable(String name) {
        return locked(() -> variables.value(name)).orElse(null);
    }

    /** Adds a jar or folder to what cells compile and run against. */
    public void addToClassPath(String entry) {
        control.compiler.lock();
        try {
            if (!added.contains(entry)) {
                shell.addToClasspath(entry);
                added.add(entry);
                classes.add(Path.of(entry));
                shadow.addToClassPath(entry);
                drivers.added(Path.of(entry));
            }
        } finally {
            control.compiler.unlock();
        }
    }

    /** The jars and folders that cells added. */
    public List<String> addedClassPath() {
        return List.copyOf(added);
    }

    /** The libraries of the program that cells see. */
    public SharedLibraries sharedLibraries() {
        return SharedLibraries.of(System.getProperty("java.class.path"), shown);
    }

    /** Asks whoever shows the cell to replace its text. */
    public void setNextInput(String text) {
        nextInput = text;
    }

    /** The text that the last cell is to be replaced with, once. */
    public Optional<String> takeNextInput() {
        Optional<String> text = Optional.ofNullable(nextInput);
        nextInput = null;
        return text;
    }

    /** Adds a magic, or replaces the one of that name. */
    public void add(Magic magic) {
        magics.add(magic);
    }

    NotebookReader notebookReader() {
        return notebookReader;
    }

    /** What may stand at {@code cursor}, an offset in {@code code}; answers while a cell runs. */
    public Completion complete(String code, int cursor) {
        Optional<Completion> magic = magics.complete(this, code, cursor);
        if (magic.isPresent()) {
            return magic.get();
        }
        return completeJava(magics.javaAt(code, cursor), cursor);
    }

    private Completion completeJava(String code, int cursor) {
        return locked(() -> completer.complete(code, cursor));
    }

    /** Signature and documentation of what the cursor stands on or behind as plain text, if known. */
    public Optional<String> inspect(String code, int cursor) {
        return document(code, cursor).map(Documentation::text);
    }

    /** Signature and documentation of what the cursor stands on or behind, if known; answers while a cell runs. */
    public Optional<Documentation> document(String code, int cursor) {
        Magic magic = magics.at(code, cursor);
        if (magic != null) {
            String text = BuiltinMagics.explained(magic);
            return Optional.of(new Documentation(text, "<pre>" + Javadoc.escape(text) + "</pre>"));
        }
        String java = magics.javaAt(code, cursor);
        Optional<Documentation> found = locked(() -> inspector.inspect(java, cursor));
        return sources.fetch() ? locked(() -> inspector.inspect(java, cursor)) : found;
    }

    /** Adds a jar or folder of sources, or a {@code -javadoc} jar, for {@link #document} to read. */
    public void addSources(Path root) {
        sources.add(root);
    }

    /** {@code complete}, {@code incomplete} or {@code invalid}. */
    public String isComplete(String code) {
        for (MagicCell.Part part : MagicCell.parts(code, magics::has)) {
            if (part instanceof MagicCell.Body) {
                return code.endsWith("\n") ? "complete" : "incomplete";
            }
            if (part instanceof MagicCell.Java java) {
                String answer = locked(() -> CellSplitter.completeness(java.text(), analysis));
                if (!answer.equals("complete")) {
                    return answer;
                }
            }
        }
        return "complete";
    }

    /** Stops the running cell, keeping all variables. Returns when it has ended, or was left behind. */
    public void interrupt() {
        control.interrupt();
    }

    /** The number of the last cell. */
    public int cells() {
        return cells;
    }

    ClassIndex classes() {
        return classes;
    }

    /** How many times code was handed to the compiler. */
    long compilations() {
        return evaluator.compilations();
    }

    @Override
    public void close() {
        shadow.close();
        shell.close();
        control.close();
    }
}
