package dev.winnow.display;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Where comms come from. A front end opens one to a target that is registered here; a cell opens one through {@link #current}.
 * Registrations hold for the whole program, whichever kernel asks.
 */
public interface Comms {
    /** The comms of a program without front ends: none. */
    Comms NONE = (target, data, metadata, buffers) -> Optional.empty();

    /** Calls {@code opened} with each comm a front end opens to {@code target}, and with what it sent along. Replaces the one before. */
    static void register(String target, BiConsumer<Comm, Comm.Message> opened) {
        Targets.OPENED.put(target, opened);
    }

    /** Lets go of a target; its open comms stay. */
    static void unregister(String target) {
        Targets.OPENED.remove(target);
    }

    /** What is to be called for a target, if it is registered. */
    static Optional<BiConsumer<Comm, Comm.Message>> target(String name) {
        return Optional.ofNullable(Targets.OPENED.get(name));
    }

    /** The comms of this thread's cell; {@link #NONE} outside Jupyter. */
    static Comms current() {
        return Display.current().comms();
    }

    /** Opens a comm to a target of the front end; empty where no front end can listen. */
    Optional<Comm> open(String target, Map<String, ?> data, Map<String, ?> metadata, List<byte[]> buffers);

    default Optional<Comm> open(String target, Map<String, ?> data) {
        return open(target, data, Map.of(), List.of());
    }

    /** The registered targets. */
    final class Targets {
        private static final Map<String, BiConsumer<Comm, Comm.Message>> OPENED = new ConcurrentHashMap<>();

        private Targets() {}
    }
}
