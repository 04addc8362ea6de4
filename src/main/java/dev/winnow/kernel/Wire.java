package dev.winnow.kernel;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets and the one thread that owns them: it sleeps until one of them or another thread has something, reads what came and sends
 * what was queued, in order. Nothing that is sent is dropped: who sends more than the sockets take waits. What comes and is no message for
 * this kernel is dropped with a line in the log.
 */
final class Wire implements AutoCloseable {
    /** So many messages wait to be sent at most, and so many are sent before what came is read. */
    private static final int MOST = 256;

    /** Milliseconds that the last messages have to leave. */
    private static final long LINGER = 1000;

    private final Selector selector;
    private final List<Listener> doors = new ArrayList<>();
    private final Signer signer;
    private final String session;
    private final ConcurrentLinkedQueue<Queued> queue = new ConcurrentLinkedQueue<>();
    private final Semaphore room = new Semaphore(MOST);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Log log = new Log();
    private volatile boolean closing;
    private volatile @Nullable Thread io;

    /** A message, and whether it took one of the places. */
    private record Queued(Message message, boolean counted) {}

    /**
     * Binds all ports.
     *
     * @throws IllegalStateException if a port is taken
     */
    Wire(ConnectionFile connection, String session) {
        this.session = session;
        signer = new Signer(connection);
        try {
            selector = Selector.open();
            for (SocketKind port : SocketKind.ALL) {
                Listener door = Listener.open(connection, port.number(connection));
                doors.add(door);
                door.channel.register(selector, SelectionKey.OP_ACCEPT, port);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot listen", failure);
        } catch (IllegalStateException taken) {
            closeSockets();
            throw taken;
        }
    }

    /** Begins to listen and to send; {@code receiver} hears every message, on the I/O thread. */
    void start(Consumer<Message> receiver) {
        Thread thread = new Thread(() -> run(receiver), "kernel-io");
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues a message; the order of calls is the order on the wire. Waits while the queue is full, unless on the I/O thread. */
    void send(Message message) {
        if (Thread.currentThread() == io) {
            queue.add(new Queued(message, false));
            return;
        }
        room.acquireUninterruptibly();
        queue.add(new Queued(message, true));
        selector.wakeup();
    }

    /** The same without ever waiting, for the few messages that keep count of the requests. */
    void sendAtOnce(Message message) {
        queue.add(new Queued(message, false));
        if (Thread.currentThread() != io) {
            selector.wakeup();
        }
    }

    private void run(Consumer<Message> receiver) {
        io = Thread.currentThread();
        Clients clients = new Clients(selector, log, new Clients.Listener() {
            @Override
            public void message(SocketKind port, List<byte[]> frames) {
                receive(port, frames, receiver);
            }

            @Override
            public List<byte[]> welcome(byte[] topic) {
                return signer.encode(Wire.this.welcome(topic));
            }
        });
        try {
            while (!closing || !queue.isEmpty()) {
                turn(clients, queue.isEmpty() ? 0 : -1);
            }
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER);
            while (!clients.haveAll() && System.nanoTime() < end) {
                turn(clients, LINGER);
            }
        } catch (IOException broken) {
            Log.write("The sockets failed: " + broken);
        } finally {
            clients.close();
            ended.countDown();
            // Nobody waits for a wire that has ended.
            room.release(Integer.MAX_VALUE / 2);
        }
    }

    /** @param patience milliseconds to wait for something to do; 0 for any time, negative for none */
    private void turn(Clients clients, long patience) throws IOException {
        if (patience < 0) {
            selector.selectNow(clients::serve);
        } else {
            selector.select(clients::serve, patience);
        }
        for (int i = 0; i < MOST; i++) {
            Queued next = queue.poll();
            if (next == null) {
                break;
            }
            if (next.counted()) {
                room.release();
            }
            send(clients, next.message());
        }
        clients.flush();
    }

    private void send(Clients clients, Message message) {
        try {
            List<byte[]> frames = signer.encode(message);
            if (message.channel() == Channel.IOPUB) {
                clients.publish(frames);
            } else {
                clients.send(new SocketKind(message.channel()), frames);
            }
        } catch (RuntimeException | OutOfMemoryError broken) {
            Log.write("Could not send a " + message.type() + ": " + broken);
        }
    }

    private void receive(SocketKind port, List<byte[]> frames, Consumer<Message> receiver) {
        try {
            receiver.accept(signer.decode(java.util.Objects.requireNonNull(port.channel()), frames));
        } catch (Signer.Refused refused) {
            log.refused(port, String.valueOf(refused.getMessage()));
        } catch (RuntimeException broken) {
            Log.write("A message failed: " + broken);
        }
    }

    private Message welcome(byte[] topic) {
        return new Message(
                Channel.IOPUB,
                List.of(topic),
                Message.header("iopub_welcome", session),
                new JsonObject(),
                new JsonObject(),
                Json.object("subscription", new String(topic, StandardCharsets.UTF_8)),
                List.of());
    }

    /** Sends what is queued, then lets the sockets go. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            ended.await(2 * LINGER, TimeUnit.MILLISECONDS);
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
        closeSockets();
    }

    private void closeSockets() {
        doors.forEach(Listener::close);
        try {
            // A closed port that is still registered stays taken.
            selector.close();
        } catch (IOException left) {
            Log.write("Could not close the sockets: " + left.getMessage());
        }
    }
}
