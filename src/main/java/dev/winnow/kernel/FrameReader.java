package dev.winnow.kernel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes one peer's bytes as they come and gives its messages and commands when they are whole. For one thread. */
final class FrameReader {
    /** Hears what a peer said after its greeting. */
    interface Listener {
        void message(List<byte[]> frames) throws Zmtp.Malformed;

        void command(byte[] body) throws Zmtp.Malformed;
    }

    /** What a frame weighs beside its bytes, so that empty frames have an end too. */
    private static final int FRAME = 64;

    private final long largest;
    private byte[] held = new byte[1024];
    private int from;
    private int to;
    private boolean greeted;
    private List<byte[]> frames = new ArrayList<>();
    private long weight;

    /** @param largest bytes of one message */
    FrameReader(long largest) {
        this.largest = largest;
    }

    /** @throws Zmtp.Malformed for bytes that are no ZMTP, or too many of them in one message */
    void take(ByteBuffer bytes, Listener listener) throws Zmtp.Malformed {
        hold(bytes);
        if (!greeted) {
            Zmtp.check(Arrays.copyOf(held, Math.min(to, Zmtp.GREETING)), Math.min(to, Zmtp.GREETING));
            if (to < Zmtp.GREETING) {
                return;
            }
            greeted = true;
            from = Zmtp.GREETING;
        }
        while (next(listener)) {
            // Frame by frame, while they are whole.
        }
    }

    private void hold(ByteBuffer bytes) {
        int length = to - from + bytes.remaining();
        if (to + bytes.remaining() > held.length) {
            byte[] into = length > held.length ? new byte[Math.max(length, 2 * held.length)] : held;
            System.arraycopy(held, from, into, 0, to - from);
            held = into;
            to -= from;
            from = 0;
        }
        int more = bytes.remaining();
        bytes.get(held, to, more);
        to += more;
    }

    private boolean next(Listener listener) throws Zmtp.Malformed {
        int flags = to > from ? held[from] : 0;
        int head = (flags & Zmtp.LONG) == 0 ? 2 : 9;
        if (to - from < head) {
            return false;
        }
        long length = head == 2 ? held[from + 1] & 0xff : ByteBuffer.wrap(held).getLong(from + 1);
        if (length < 0 || length > largest - weight) {
            throw new Zmtp.Malformed("a message of it is larger than " + largest / 1024 / 1024 + " MiB");
        }
        if (to - from < head + length) {
            return false;
        }
        byte[] body = Arrays.copyOfRange(held, from + head, from + head + (int) length);
        from += head + (int) length;
        if (from == to) {
            from = 0;
            to = 0;
            held = held.length > 1 << 16 ? new byte[1024] : held;
        }
        if ((flags & Zmtp.COMMAND) != 0) {
            listener.command(body);
            return true;
        }
        frames.add(body);
        weight += length + FRAME;
        if ((flags & Zmtp.MORE) == 0) {
            List<byte[]> message = frames;
            frames = new ArrayList<>();
            weight = 0;
            listener.message(message);
        }
        return true;
    }
}
