package dev.winnow.display;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A live channel to one front end: small JSON values with binary buffers, both ways, also while a cell runs.
 *
 * <p>Handlers are called one after another, in the order in which the front end sent, on a thread of the kernel; what they print or show
 * belongs to the message they answer. {@link #send} may be called by any thread. Values are JDK maps, lists, strings, numbers and
 * booleans.
 */
public interface Comm {
    /** The id both ends know it by. */
    String id();

    /** The name under which the receiving end is registered. */
    String target();

    /** Sends to the front end; after the comm was closed this does nothing. */
    void send(Map<String, ?> data, List<byte[]> buffers);

    default void send(Map<String, ?> data) {
        send(data, List.of());
    }

    /** Hears what the front end sends from now on, instead of the handler before. */
    void onMessage(Consumer<Message> handler);

    /** Is told once, when the front end closes. */
    void onClose(Runnable handler);

    boolean isOpen();

    /** Closes both ends; closing again does nothing. */
    void close();

    /** What came: JSON values and binary buffers in order; whole numbers are {@code Long}, others {@code Double}. */
    record Message(Map<String, Object> data, Map<String, Object> metadata, List<byte[]> buffers) {}
}
