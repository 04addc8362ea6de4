package dev.winnow.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** System.in of the cells: each line is asked of the client that sent the cell. Without such a client there is no input. */
final class Stdin extends InputStream {
    private final Outbox outbox;
    private final LinkedBlockingQueue<Message> answers = new LinkedBlockingQueue<>();
    private volatile @Nullable Message cell;
    private byte[] line = new byte[0];
    private int next;

    Stdin(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Begins a cell, or ends it with {@code null}; what was left unread is dropped. */
    synchronized void begin(@Nullable Message request) {
        cell = request;
        answers.clear();
        line = new byte[0];
        next = 0;
    }

    void answer(Message reply) {
        answers.add(reply);
    }

    /** Asks for a line and waits for it; empty where nobody can answer. Answers to earlier questions are passed over. */
    Optional<String> ask(String prompt, boolean secret) throws InterruptedException {
        Message request = cell;
        if (request == null) {
            return Optional.empty();
        }
        String question = outbox.askInput(request, prompt, secret);
        while (true) {
            Message answer = answers.take();
            if (!answer.parent().has("msg_id")
                    || answer.parent().get("msg_id").getAsString().equals(question)) {
                return Optional.of(answer.text("value", ""));
            }
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
            try {
                Optional<String> answer = ask("", false);
                if (answer.isEmpty()) {
                    return -1;
                }
                line = (answer.get() + "\n").getBytes(StandardCharsets.UTF_8);
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
