package dev.winnow.kernel;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * The sockets and the one thread that owns them: it sleeps in a poll over all of them and over a bell, reads what came and sends what
 * other threads queued, in order. A thread of its own rings the bell: an interrupt that meets a cell's thread inside a socket would close
 * the pipe below it for good. Nothing that is sent is dropped: who sends more than the sockets take waits. What comes and is no message for
 * this kernel is dropped with a line in the log.
 */
final class Wire implements AutoCloseable {
    private static final String BELL = "inproc://bell";

    /** So many messages wait to be sent at most, and so many are sent before what came is read. */
    private static final int MOST = 256;

    private final ZContext context = new ZContext(1);
    private final Signer signer;
    private final String session;
    private final Map<Channel, ZMQ.Socket> sockets = new EnumMap<>(Channel.class);
    private final List<SocketFile> files = new ArrayList<>();
    private final ZMQ.Socket heartbeat;
    private final ZMQ.Socket bell;
    private final Semaphore pulls = new Semaphore(0);
    private final ConcurrentLinkedQueue<Queued> queue = new ConcurrentLinkedQueue<>();
    private final Semaphore room = new Semaphore(MOST);
    private final AtomicBoolean rung = new AtomicBoolean();
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
            for (Channel channel : Channel.values()) {
                SocketType type = channel == Channel.IOPUB ? SocketType.XPUB : SocketType.ROUTER;
                sockets.put(channel, bind(type, connection, connection.port(channel)));
            }
            heartbeat = bind(SocketType.ROUTER, connection, connection.hb_port());
        } catch (IllegalStateException taken) {
            files.forEach(SocketFile::close);
            context.close();
            throw taken;
        }
        bell = context.createSocket(SocketType.PAIR);
        bell.bind(BELL);
    }

    /** Begins to listen and to send; {@code receiver} hears every message, on the I/O thread. */
    void start(Consumer<Message> receiver) {
        start("kernel-io", () -> run(receiver));
        start("kernel-bell", this::ring);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private ZMQ.Socket bind(SocketType type, ConnectionFile connection, int port) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setHWM(0);
        socket.setLinger(1000);
        // Beyond this the peer is cut off before the bytes are held; what is smaller and still too large is refused
        // with a reason.
        socket.setMaxMsgSize(2 * Signer.LARGEST);
        if (type == SocketType.XPUB) {
            socket.setXpubVerbose(true);
        }
        if (connection.isIpc()) {
            int behind = socket.bindToRandomPort("tcp://127.0.0.1");
            files.add(new SocketFile(connection.file(port), behind));
            return socket;
        }
        try {
            socket.bind(connection.address(port));
        } catch (ZMQException refused) {
            throw new IllegalStateException(
                    "Cannot listen on " + connection.address(port) + ": "
                            + (refused.getErrorCode() == zmq.ZError.EADDRINUSE
                                    ? "another program has that port. Start the kernel again, so that Jupyter picks other ports."
                                    : refused.getMessage()),
                    refused);
        }
        return socket;
    }

    /** Queues a message; the order of calls is the order on the wire. Waits while the queue is full, unless on the I/O thread. */
    void send(Message message) {
        if (Thread.currentThread() == io) {
            queue.add(new Queued(message, false));
            return;
        }
        room.acquireUninterruptibly();
        queue.add(new Queued(message, true));
        wake();
    }

    /** The same without ever waiting, for the few messages that keep count of the requests. */
    void sendAtOnce(Message message) {
        queue.add(new Queued(message, false));
        if (Thread.currentThread() != io) {
            wake();
        }
    }

    private void wake() {
        if (rung.compareAndSet(false, true)) {
            pulls.release();
        }
    }

    private void ring() {
        try (ZMQ.Socket rope = context.createSocket(SocketType.PAIR)) {
            rope.connect(BELL);
            pulls.acquireUninterruptibly();
            while (ended.getCount() > 0) {
                rope.send(new byte[0], ZMQ.DONTWAIT);
                pulls.acquireUninterruptibly();
            }
        }
    }

    private void run(Consumer<Message> receiver) {
        io = Thread.currentThread();
        List<Channel> channels = List.of(Channel.values());
        try (ZMQ.Poller poller = context.createPoller(channels.size() + 2)) {
            channels.forEach(channel -> poller.register(socket(channel), ZMQ.Poller.POLLIN));
            int heart = poller.register(heartbeat, ZMQ.Poller.POLLIN);
            int wake = poller.register(bell, ZMQ.Poller.POLLIN);
            while (!closing || !queue.isEmpty()) {
                poller.poll(queue.isEmpty() ? -1 : 0);
                if (poller.pollin(wake)) {
                    bell.recv(ZMQ.DONTWAIT);
                    rung.set(false);
                }
                for (int i = 0; i < channels.size(); i++) {
                    if (poller.pollin(i)) {
                        receive(channels.get(i), receiver);
                    }
                }
                if (poller.pollin(heart)) {
                    sendFrames(heartbeat, frames(heartbeat));
                }
                flush();
            }
        } finally {
            ended.countDown();
            pulls.release();
            // Nobody waits for a wire that has ended.
            room.release(Integer.MAX_VALUE / 2);
        }
    }

    private ZMQ.Socket socket(Channel channel) {
        return java.util.Objects.requireNonNull(sockets.get(channel));
    }

    private void flush() {
        for (int i = 0; i < MOST; i++) {
            Queued next = queue.poll();
            if (next == null) {
                return;
            }
            if (next.counted()) {
                room.release();
            }
            Message message = next.message();
            try {
                sendFrames(socket(message.channel()), signer.encode(message));
            } catch (RuntimeException broken) {
                Log.write("Could not send a " + message.type() + ": " + broken);
            }
        }
    }

    private void receive(Channel channel, Consumer<Message> receiver) {
        List<byte[]> frames = frames(socket(channel));
        try {
            if (channel != Channel.IOPUB) {
                receiver.accept(signer.decode(channel, frames));
            } else if (!frames.isEmpty() && frames.get(0).length > 0 && frames.get(0)[0] == 1) {
                welcome(new String(frames.get(0), 1, frames.get(0).length - 1, StandardCharsets.UTF_8));
            }
        } catch (Signer.Refused refused) {
            log.refused(channel, String.valueOf(refused.getMessage()));
        } catch (RuntimeException broken) {
            Log.write("A message failed: " + broken);
        }
    }

    private void welcome(String topic) {
        sendFrames(
                socket(Channel.IOPUB),
                signer.encode(new Message(
                        Channel.IOPUB,
                        List.of(topic.getBytes(StandardCharsets.UTF_8)),
                        Message.header("iopub_welcome", session),
                        new JsonObject(),
                        new JsonObject(),
                        Json.object("subscription", topic),
                        List.of())));
    }

    private static List<byte[]> frames(ZMQ.Socket socket) {
        List<byte[]> frames = new ArrayList<>();
        do {
            byte[] frame = socket.recv(ZMQ.DONTWAIT);
            if (frame == null) {
                break;
            }
            frames.add(frame);
        } while (socket.hasReceiveMore());
        return frames;
    }

    private static void sendFrames(ZMQ.Socket socket, List<byte[]> frames) {
        for (int i = 0; i < frames.size(); i++) {
            socket.send(frames.get(i), i + 1 < frames.size() ? ZMQ.SNDMORE : 0);
        }
    }

    /** Sends what is queued, then lets the sockets go. */
    @Override
    public void close() {
        closing = true;
        pulls.release();
        try {
            ended.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
        files.forEach(SocketFile::close);
        context.close();
    }
}
