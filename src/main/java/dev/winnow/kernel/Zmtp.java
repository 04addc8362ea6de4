package dev.winnow.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What ZeroMQ's peers say to each other in bytes, by ZMTP 3.1 (ZeroMQ RFC 37) without encryption: a greeting and a READY from either
 * side, then messages of one or more frames, and commands.
 */
final class Zmtp {
    static final int GREETING = 64;

    /** The bits of a frame's first byte. */
    static final int MORE = 1, LONG = 2, COMMAND = 4;

    private static final String MECHANISM = "NULL";
    private static final int MAJOR_AT = 10, MECHANISM_AT = 12, MECHANISM_LENGTH = 20;

    private Zmtp() {}

    /** The first {@value #GREETING} bytes of either side. */
    static ByteBuffer greeting() {
        ByteBuffer greeting = ByteBuffer.allocate(GREETING);
        greeting.put(0, (byte) 0xff).put(9, (byte) 0x7f).put(MAJOR_AT, (byte) 3).put(MAJOR_AT + 1, (byte) 1);
        return greeting.put(MECHANISM_AT, ascii(MECHANISM));
    }

    /** @throws Malformed if these first bytes, {@value #GREETING} or fewer, are no greeting that we understand */
    static void check(byte[] greeting, int length) throws Malformed {
        if (length > 0 && greeting[0] != (byte) 0xff || length > MAJOR_AT && greeting[MAJOR_AT] < 3) {
            throw new Malformed("it does not speak ZMTP 3");
        }
        if (length == GREETING) {
            String mechanism =
                    new String(greeting, MECHANISM_AT, MECHANISM_LENGTH, StandardCharsets.US_ASCII).replace("\0", "");
            if (!mechanism.equals(MECHANISM)) {
                throw new Malformed("it asks for the security mechanism " + mechanism + ", and this kernel has none");
            }
        }
    }

    /** The command that ends a handshake, from a socket of this type, such as {@code ROUTER}. */
    static ByteBuffer ready(String socketType) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ascii("\5READY\13Socket-Type\0\0\0"));
        body.write(socketType.length());
        body.writeBytes(ascii(socketType));
        return command(body.toByteArray());
    }

    /** The answer to a PING command, with the context that it carries behind its two bytes of time to live. */
    static ByteBuffer pong(byte[] ping) {
        byte[] argument = argument(ping);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ascii("\4PONG"));
        body.write(argument, Math.min(2, argument.length), Math.max(0, argument.length - 2));
        return command(body.toByteArray());
    }

    static ByteBuffer command(byte[] body) {
        ByteBuffer frame = ByteBuffer.allocate(head(body) + body.length);
        put(frame, COMMAND, body);
        return frame.flip();
    }

    static ByteBuffer message(List<byte[]> frames) {
        int length = 0;
        for (byte[] frame : frames) {
            length = Math.addExact(length, head(frame) + frame.length);
        }
        ByteBuffer message = ByteBuffer.allocate(length);
        for (int i = 0; i < frames.size(); i++) {
            put(message, i + 1 < frames.size() ? MORE : 0, frames.get(i));
        }
        return message.flip();
    }

    private static int head(byte[] body) {
        return body.length < 256 ? 2 : 9;
    }

    private static void put(ByteBuffer to, int flags, byte[] body) {
        if (body.length < 256) {
            to.put((byte) flags).put((byte) body.length);
        } else {
            to.put((byte) (flags | LONG)).putLong(body.length);
        }
        to.put(body);
    }

    /** The value of a property in the body of a READY; empty if there is none. */
    static byte[] property(byte[] ready, String name) throws Malformed {
        ByteBuffer body = ByteBuffer.wrap(ready).position(ascii("\5READY").length);
        while (body.hasRemaining()) {
            String found = new String(bytes(body, body.get() & 0xff), StandardCharsets.US_ASCII);
            if (body.remaining() < 4) {
                throw new Malformed("its READY breaks off");
            }
            byte[] value = bytes(body, body.getInt());
            if (found.equalsIgnoreCase(name)) {
                return value;
            }
        }
        return new byte[0];
    }

    private static byte[] bytes(ByteBuffer from, int length) throws Malformed {
        if (length < 0 || length > from.remaining()) {
            throw new Malformed("its READY breaks off");
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    /** Whether the body of a command begins with this name. */
    static boolean isCommand(byte[] body, String name) {
        return body.length > name.length()
                && body[0] == name.length()
                && new String(body, 1, name.length(), StandardCharsets.US_ASCII).equals(name);
    }

    /** What follows the name of a command. */
    static byte[] argument(byte[] body) {
        return Arrays.copyOfRange(body, 1 + body[0], body.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Why bytes are nothing that a peer may send; the connection is cut off. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String why) {
            super(why, null, false, false);
        }
    }
}
