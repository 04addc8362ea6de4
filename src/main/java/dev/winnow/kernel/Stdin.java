package dev.winnow.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** System.in of the cells: each line is asked of the client that sent the cell. Without such a client there is no input. */
final class Stdin extends InputStream {
    private final BiConsumer<Message, String> ask;
    private final LinkedBlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
    private volatile @Nullable Message request;
    private byte[] line = new byte[0];
    private int next;

    Stdin(BiConsumer<Message, String> ask) {
        this.ask = ask;
    }

    /** Begins a cell, or ends it with {@code null}; what was left unread is dropped. */
    synchronized void begin(@Nullable Message cell) {
        request = cell;
        answers.clear();
        line = new byte[0];
        next = 0;
    }

    void answer(Message reply) {
        if (reply.content().has("value")) {
            answers.add((reply.content().get("value").getAsString() + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (next == line.length) {
            Message cell = request;
            if (cell == null) {
                return -1;
            }
            ask.accept(cell, "");
            try {
                line = answers.take();
                next = 0;
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for input", stop);
            }
        }
        int count = Math.min(length, line.length - next);
        System.arraycopy(line, next, into, from, count);
        next += count;
        return count;
    }

    @Override
    public int available() {
        return line.length - next;
    }
}
