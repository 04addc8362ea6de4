package dev.winnow.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The sockets and the one thread that owns them: it sleeps in a poll over all of them and over a wake-up, reads what came and sends what
 * other threads queued, in order. Nothing is dropped: the queues have no limit, and coalescing keeps them short.
 */
final class Wire implements AutoCloseable {
    enum Channel {
        SHELL,
        CONTROL,
        STDIN,
        IOPUB
    }

    private record Outgoing(Channel channel, Message message) {}

    private final ZContext context = new ZContext(1);
    private final Message.Signer signer;
    private final String session;
    private final Map<Channel, ZMQ.Socket> sockets;
    private final ZMQ.Socket heartbeat;
    private final ZMQ.Socket wakeReceiver;
    private final ZMQ.Socket wakeSender;
    private final ConcurrentLinkedQueue<Outgoing> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final BiConsumer<Channel, Message> receiver;
    private volatile boolean closing;

    /** Binds all ports; {@code receiver} hears every well-signed message, on the I/O thread. */
    Wire(ConnectionFile connection, String session, BiConsumer<Channel, Message> receiver) {
        this.session = session;
        this.receiver = receiver;
        signer = new Message.Signer(connection.key());
        sockets = Map.of(
                Channel.SHELL, bind(SocketType.ROUTER, connection.address(connection.shell_port())),
                Channel.CONTROL, bind(SocketType.ROUTER, connection.address(connection.control_port())),
                Channel.STDIN, bind(SocketType.ROUTER, connection.address(connection.stdin_port())),
                Channel.IOPUB, bind(SocketType.XPUB, connection.address(connection.iopub_port())));
        heartbeat = bind(SocketType.ROUTER, connection.address(connection.hb_port()));
        wakeReceiver = context.createSocket(SocketType.PAIR);
        wakeReceiver.bind("inproc://wake");
        wakeSender = context.createSocket(SocketType.PAIR);
        wakeSender.connect("inproc://wake");
        Thread thread = new Thread(this::run, "kernel-io");
        thread.setDaemon(true);
        thread.start();
    }

    private ZMQ.Socket bind(SocketType type, String address) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setHWM(0);
        socket.setLinger(1000);
        socket.bind(address);
        return socket;
    }

    /** Queues a message; the order of calls is the order on the wire. */
    void send(Channel channel, Message message) {
        queue.add(new Outgoing(channel, message));
        wake();
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            synchronized (wakeSender) {
                wakeSender.send(new byte[0], ZMQ.DONTWAIT);
            }
        }
    }

    private void run() {
        List<Channel> channels = List.of(Channel.values());
        ZMQ.Poller poller = context.createPoller(channels.size() + 2);
        channels.forEach(channel -> poller.register(sockets.get(channel), ZMQ.Poller.POLLIN));
        int heart = poller.register(heartbeat, ZMQ.Poller.POLLIN);
        int wake = poller.register(wakeReceiver, ZMQ.Poller.POLLIN);
        while (!closing || !queue.isEmpty()) {
            if (queue.isEmpty()) {
                poller.poll(-1);
            }
            if (poller.pollin(wake)) {
                wakeReceiver.recv(ZMQ.DONTWAIT);
                woken.set(false);
            }
            flush();
            for (int i = 0; i < channels.size(); i++) {
                if (poller.pollin(i)) {
                    receive(channels.get(i));
                }
            }
            if (poller.pollin(heart)) {
                List<byte[]> beat = frames(heartbeat);
                sendFrames(heartbeat, beat);
            }
        }
        poller.close();
        ended.countDown();
    }

    private void flush() {
        for (Outgoing next = queue.poll(); next != null; next = queue.poll()) {
            ZMQ.Socket socket = sockets.get(next.channel());
            if (socket != null) {
                sendFrames(socket, signer.encode(next.message()));
            }
        }
    }

    private void receive(Channel channel) {
        ZMQ.Socket socket = sockets.get(channel);
        if (socket == null) {
            return;
        }
        List<byte[]> frames = frames(socket);
        if (channel == Channel.IOPUB) {
            if (!frames.isEmpty() && frames.get(0).length > 0 && frames.get(0)[0] == 1) {
                welcome(
                        socket,
                        new String(
                                frames.get(0), 1, frames.get(0).length - 1, java.nio.charset.StandardCharsets.UTF_8));
            }
            return;
        }
        signer.decode(frames).ifPresent(message -> receiver.accept(channel, message));
    }

    private void welcome(ZMQ.Socket socket, String topic) {
        com.google.gson.JsonObject content = new com.google.gson.JsonObject();
        content.addProperty("subscription", topic);
        com.google.gson.JsonObject none = new com.google.gson.JsonObject();
        sendFrames(
                socket,
                signer.encode(new Message(
                        List.of(topic.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        Message.header("iopub_welcome", session),
                        none,
                        none,
                        content,
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
        woken.set(false);
        wake();
        try {
            ended.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
        context.close();
    }
}
