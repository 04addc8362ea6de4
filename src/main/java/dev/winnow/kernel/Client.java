package dev.winnow.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One connection of a client: what it has said of itself, what it subscribed to, and what still waits to be sent to it. For one thread. */
final class Client {
    /** Bytes that wait for a client at most: one that does not read for so long has hung. */
    private static final long MOST_WAITING = 512L << 20;

    final SocketKind port;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final FrameReader reader = new FrameReader(2 * Signer.LARGEST);
    private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
    private final List<byte[]> topics = new ArrayList<>();
    private long bytesWaiting;
    private byte[] name = new byte[0];
    private boolean introduced;

    Client(SocketKind port, SocketChannel channel, SelectionKey key) {
        this.port = port;
        this.channel = channel;
        this.key = key;
    }

    byte[] name() {
        return name;
    }

    /** Once it has said who it is. */
    boolean isIntroduced() {
        return introduced;
    }

    void introduce(byte[] ownName) {
        name = ownName;
        introduced = true;
    }

    void subscribe(byte[] topic) {
        topics.add(topic);
    }

    void unsubscribe(byte[] topic) {
        for (int i = 0; i < topics.size(); i++) {
            if (Arrays.equals(topics.get(i), topic)) {
                topics.remove(i);
                return;
            }
        }
    }

    boolean hears(byte[] topic) {
        for (byte[] prefix : topics) {
            if (prefix.length <= topic.length && Arrays.equals(prefix, 0, prefix.length, topic, 0, prefix.length)) {
                return true;
            }
        }
        return false;
    }

    boolean hasAll() {
        return waiting.isEmpty();
    }

    /**
     * Reads what has come, through the given buffer.
     *
     * @throws IOException if the connection has ended
     */
    void read(ByteBuffer through, FrameReader.Listener listener) throws IOException, Zmtp.Malformed {
        through.clear();
        if (channel.read(through) < 0) {
            throw new IOException("closed by the client");
        }
        reader.take(through.flip(), listener);
    }

    void send(ByteBuffer bytes) {
        bytesWaiting += bytes.remaining();
        waiting.add(bytes.duplicate());
    }

    /** Whether more waits for this client than for any that reads. */
    boolean isStuck() {
        return bytesWaiting > MOST_WAITING;
    }

    /** Sends what the connection takes now, through the given buffer; what is left goes when the connection takes more. */
    void flush(ByteBuffer through) throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        while (!waiting.isEmpty()) {
            gather(through.clear());
            int sent = channel.write(through.flip());
            drop(sent);
            if (through.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private void gather(ByteBuffer into) {
        for (ByteBuffer next : waiting) {
            int length = Math.min(next.remaining(), into.remaining());
            into.put(next.slice(next.position(), length));
            if (!into.hasRemaining()) {
                return;
            }
        }
    }

    private void drop(int sent) {
        bytesWaiting -= sent;
        for (int left = sent; left > 0; ) {
            ByteBuffer next = waiting.element();
            int length = Math.min(left, next.remaining());
            next.position(next.position() + length);
            left -= length;
            if (!next.hasRemaining()) {
                waiting.remove();
            }
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // As it should be.
        }
    }
}
