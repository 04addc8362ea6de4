package dev.winnow.kernel;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One of the kernel's five sockets.
 *
 * @param channel whose messages come and go here; null for the heartbeat, which gives back what it hears
 */
record SocketKind(@Nullable Channel channel) {
    static final List<SocketKind> ALL = List.of(
            new SocketKind(Channel.SHELL),
            new SocketKind(Channel.CONTROL),
            new SocketKind(Channel.STDIN),
            new SocketKind(Channel.IOPUB),
            new SocketKind(null));

    boolean isPublisher() {
        return channel == Channel.IOPUB;
    }

    boolean isHeartbeat() {
        return channel == null;
    }

    /** ZeroMQ's name for what kind of socket this is. */
    String socketType() {
        return isPublisher() ? "XPUB" : "ROUTER";
    }

    /** The kinds of sockets that may speak to it. */
    Set<String> partners() {
        return isPublisher() ? Set.of("SUB", "XSUB") : Set.of("DEALER", "REQ", "ROUTER");
    }

    int number(ConnectionFile connection) {
        return channel == null ? connection.hb_port() : connection.port(channel);
    }

    @Override
    public String toString() {
        return channel == null ? "heartbeat" : channel.name().toLowerCase(Locale.ROOT);
    }
}
