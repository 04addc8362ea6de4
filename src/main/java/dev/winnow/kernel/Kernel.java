package dev.winnow.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.winnow.session.JavaSession;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Jupyter kernel: protocol 5.5 over a session. */
public final class Kernel implements AutoCloseable {
    /** How Jupyter Server names the file of a kernel that it knows by an id. */
    private static final Pattern KERNEL_FILE = Pattern.compile("kernel-([\\w-]+)\\.json");

    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch shutdown = new CountDownLatch(1);
    private final LinkedBlockingQueue<Message> cells = new LinkedBlockingQueue<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(daemon("kernel-flush"));
    private final ExecutorService facts = Executors.newSingleThreadExecutor(daemon("kernel-facts"));
    private final ExecutorService questions = Executors.newSingleThreadExecutor(daemon("kernel-questions"));
    private final ExecutorService panel = Executors.newSingleThreadExecutor(daemon("kernel-variables"));
    private final ExecutorService commMessages = Executors.newSingleThreadExecutor(daemon("kernel-comms"));
    private final ExecutorService interrupts = Executors.newSingleThreadExecutor(daemon("kernel-interrupts"));
    private final Wire wire;
    private final Outbox outbox;
    private final OpenComms comms;
    private final History history = new History();
    private final Stdin stdin;
    private final JavaSession java;
    private final Help help;
    private final VariablesPanel variables;

    /**
     * Binds the ports at once, then starts the session; requests that come meanwhile wait, shutdown excepted.
     *
     * @throws IllegalStateException if a port is taken
     */
    public Kernel(ConnectionFile connection, Supplier<JavaSession> start) {
        String session = UUID.randomUUID().toString();
        wire = new Wire(connection, session);
        outbox = new Outbox(wire, session);
        comms = new OpenComms(outbox);
        stdin = new Stdin(outbox);
        wire.start(this::dispatch);
        outbox.starting();
        try {
            java = start.get();
        } catch (RuntimeException | Error failure) {
            wire.close();
            throw failure;
        }
        help = new Help(java);
        variables = new VariablesPanel(java);
        System.setIn(stdin);
        daemon("kernel-cells")
                .newThread(new Cells(java, help, history, stdin, outbox, cells, this::outlet)::run)
                .start();
        ready.countDown();
    }

    /**
     * Serves one connection until Jupyter asks to stop or has gone; gives the exit code. SIGINT interrupts the running cell; SIGTERM ends
     * the program as always.
     *
     * @throws IllegalArgumentException for a missing or malformed connection file
     * @throws IllegalStateException if a port is taken
     */
    public static int serve(Path connectionFile, Supplier<JavaSession> start) throws InterruptedException {
        ParentWatch parent = ParentWatch.of(System.getenv("JPY_PARENT_PID"));
        ConnectionFile connection = ConnectionFile.read(connectionFile);
        Matcher named = KERNEL_FILE.matcher(connectionFile.getFileName().toString());
        if (named.matches()) {
            System.setProperty("winnow.kernel.id", named.group(1));
        }
        // The sockets and the session start at the same time, on a core each.
        FutureTask<JavaSession> starting = new FutureTask<>(start::get);
        daemon("kernel-start").newThread(starting).start();
        try (Kernel kernel = new Kernel(connection, () -> started(starting))) {
            kernel.java.warmUp();
            Signals.on("INT", kernel.java::interrupt);
            parent.begin(kernel.timer, kernel.shutdown::countDown);
            kernel.awaitShutdown();
        }
        return 0;
    }

    private static JavaSession started(FutureTask<JavaSession> starting) {
        try {
            return starting.get();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The kernel was told to end before its session had started.", end);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("The session cannot start: " + failure.getCause(), failure);
        }
    }

    private static ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns once a shutdown was asked for and answered. */
    public void awaitShutdown() throws InterruptedException {
        shutdown.await();
    }

    /** Gives each request to the thread of its kind, so that nothing waits for a cell but cells. */
    private void dispatch(Message request) {
        if (request.channel() == Channel.STDIN) {
            stdin.answer(request);
            return;
        }
        switch (request.type()) {
            case "execute_request" -> cells.add(request);
            case "comm_open", "comm_msg", "comm_close" -> answer(commMessages, request, this::comm);
            case "complete_request" -> answer(questions, request, asked -> outbox.ok(asked, help.complete(asked)));
            case "inspect_request" -> answer(questions, request, asked -> outbox.ok(asked, help.inspect(asked)));
            case "is_complete_request" ->
                answer(questions, request, asked -> outbox.reply(asked, help.isComplete(asked)));
            case "debug_request" -> answer(panel, request, asked -> outbox.reply(asked, variables.answer(asked)));
            case "kernel_info_request" -> {
                if (ready.getCount() == 0) {
                    // Here and now: the way to another thread and back takes longer than the answer.
                    outbox.busy(request);
                    fact(request);
                    outbox.idle(request);
                } else {
                    answer(facts, request, this::fact);
                }
            }
            case "interrupt_request" ->
                answer(interrupts, request, asked -> {
                    java.interrupt();
                    outbox.ok(asked, new JsonObject());
                });
            case "shutdown_request" ->
                daemon("kernel-end").newThread(() -> end(request)).start();
            default -> answer(facts, request, this::fact);
        }
    }

    /** Also before the session has started, and whatever the other threads do. */
    private void end(Message request) {
        outbox.busy(request);
        outbox.ok(request, Json.object("restart", request.flag("restart", false)));
        outbox.idle(request);
        shutdown.countDown();
    }

    private void answer(ExecutorService thread, Message request, Consumer<Message> answer) {
        thread.execute(() -> {
            outbox.busy(request);
            try {
                ready.await();
                answer.accept(request);
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error failure) {
                outbox.fail(request, failure);
            }
            outbox.idle(request);
        });
    }

    private void fact(Message request) {
        switch (request.type()) {
            case "kernel_info_request" -> outbox.ok(request, info());
            case "history_request" -> outbox.ok(request, Json.object("history", history.answer(request)));
            case "comm_info_request" -> outbox.ok(request, comms.info(request));
            case "create_subshell_request", "delete_subshell_request", "list_subshell_request" ->
                throw new UnsupportedOperationException(
                        "This kernel has no subshells: it answers comms, completion and inspection while a cell runs without them.");
            default -> throw new UnsupportedOperationException("This kernel does not know " + request.type() + ".");
        }
    }

    /** What a comm's handler prints, shows and throws belongs to the message it was called for. */
    private void comm(Message request) {
        Outlet outlet = outlet(request, false);
        outlet.during(() -> {
            outlet.use();
            try {
                comms.receive(request);
            } catch (RuntimeException | Error failure) {
                outlet.stderr("The comm's handler failed: " + failure + "\n");
            }
        });
        outlet.flush();
    }

    private Outlet outlet(Message request, boolean silent) {
        return new Outlet(request, outbox, comms, stdin, timer, silent);
    }

    private static JsonObject info() {
        String java = System.getProperty("java.version");
        String version = Kernel.class.getPackage().getImplementationVersion();
        return Json.object(
                "protocol_version",
                Message.VERSION,
                "implementation",
                "winnow",
                "implementation_version",
                version == null ? "0" : version,
                "language_info",
                Json.object(
                        "name", "java",
                        "version", java,
                        "mimetype", "text/x-java",
                        "file_extension", ".jshell",
                        "pygments_lexer", "java",
                        "codemirror_mode", "text/x-java",
                        "nbconvert_exporter", "script"),
                "banner",
                "Winnow, Java " + java,
                "help_links",
                new JsonArray(),
                "supported_features",
                new JsonArray());
    }

    @Override
    public void close() {
        wire.close();
        java.close();
    }
}
