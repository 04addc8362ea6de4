package dev.winnow.kernel;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is connected to the kernel's sockets, served by ZeroMQ's rules: replies find a client by its name, publications go to all that
 * subscribed to their topic, the heartbeat comes back. Who breaks the protocol is cut off with a line in the log. For one thread.
 */
final class Clients {
    /** Hears what is for the kernel. */
    interface Listener {
        /** Takes the name of a client and the frames that it sent. */
        void message(SocketKind port, List<byte[]> frames);

        /** What a new subscriber is told; the frames of a publication. */
        List<byte[]> welcome(byte[] topic);
    }

    private final Selector selector;
    private final Log log;
    private final Listener listener;
    private final SecureRandom names = new SecureRandom();
    private final ByteBuffer through = ByteBuffer.allocateDirect(1 << 16);
    private final Set<Client> peers = new LinkedHashSet<>();
    private final Map<Address, Client> addresses = new HashMap<>();

    private record Address(SocketKind port, ByteBuffer name) {
        Address(SocketKind port, byte[] name) {
            this(port, ByteBuffer.wrap(name));
        }
    }

    Clients(Selector selector, Log log, Listener listener) {
        this.selector = selector;
        this.log = log;
        this.listener = listener;
    }

    /** Whether everything that was sent has left. */
    boolean haveAll() {
        return peers.stream().allMatch(Client::hasAll);
    }

    /** Does what a socket is ready for: a key of a {@link SocketKind}'s door, or of a client. */
    void serve(SelectionKey key) {
        if (!(key.attachment() instanceof Client peer)) {
            accept(key);
            return;
        }
        try {
            if (key.isWritable()) {
                peer.flush(through);
            }
            if (key.isReadable()) {
                read(peer);
            }
        } catch (IOException gone) {
            leave(peer);
        } catch (Zmtp.Malformed malformed) {
            cutOff(peer, String.valueOf(malformed.getMessage()));
        } catch (OutOfMemoryError full) {
            cutOff(peer, "the heap is full");
        } catch (RuntimeException broken) {
            // Whatever one client causes, the others are served.
            cutOff(peer, "serving it failed: " + broken);
        }
    }

    private void accept(SelectionKey door) {
        try {
            SocketChannel channel = ((ServerSocketChannel) door.channel()).accept();
            if (channel == null) {
                return;
            }
            channel.configureBlocking(false);
            if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            Client peer = new Client((SocketKind) door.attachment(), channel, key);
            key.attach(peer);
            peers.add(peer);
            peer.send(Zmtp.greeting());
            peer.send(Zmtp.ready(peer.port.socketType()));
        } catch (IOException gone) {
            Log.write("A client could not come in: " + gone);
        }
    }

    private void read(Client peer) throws IOException, Zmtp.Malformed {
        peer.read(through, new FrameReader.Listener() {
            @Override
            public void message(List<byte[]> frames) throws Zmtp.Malformed {
                hear(peer, frames);
            }

            @Override
            public void command(byte[] body) throws Zmtp.Malformed {
                obey(peer, body);
            }
        });
    }

    private void hear(Client peer, List<byte[]> frames) throws Zmtp.Malformed {
        if (!peer.isIntroduced()) {
            throw new Zmtp.Malformed("it spoke before its READY");
        }
        if (peer.port.isHeartbeat()) {
            peer.send(Zmtp.message(frames));
        } else if (peer.port.isPublisher()) {
            byte[] subscription = frames.get(0);
            if (subscription.length > 0) {
                subscribe(peer, Arrays.copyOfRange(subscription, 1, subscription.length), subscription[0] == 1);
            }
        } else {
            frames.add(0, peer.name());
            listener.message(peer.port, frames);
        }
    }

    private void obey(Client peer, byte[] command) throws Zmtp.Malformed {
        if (!peer.isIntroduced()) {
            if (!Zmtp.isCommand(command, "READY")) {
                throw new Zmtp.Malformed("it said no READY");
            }
            introduce(peer, command);
        } else if (Zmtp.isCommand(command, "PING")) {
            peer.send(Zmtp.pong(command));
        } else if (peer.port.isPublisher() && Zmtp.isCommand(command, "SUBSCRIBE")) {
            subscribe(peer, Zmtp.argument(command), true);
        } else if (peer.port.isPublisher() && Zmtp.isCommand(command, "CANCEL")) {
            subscribe(peer, Zmtp.argument(command), false);
        }
    }

    private void introduce(Client peer, byte[] ready) throws Zmtp.Malformed {
        String type = new String(Zmtp.property(ready, "Socket-Type"), StandardCharsets.US_ASCII);
        if (!peer.port.partners().contains(type)) {
            throw new Zmtp.Malformed("a " + type + " socket has no business there");
        }
        byte[] name = Zmtp.property(ready, "Identity");
        if (name.length == 0) {
            // As ZeroMQ does: no client can choose a name that begins with a zero.
            name = new byte[5];
            names.nextBytes(name);
            name[0] = 0;
        }
        peer.introduce(name);
        if (!peer.port.isPublisher()) {
            // Who comes back under its name lost the connection before, whether or not that is seen yet.
            Client before = addresses.put(new Address(peer.port, name), peer);
            if (before != null) {
                leave(before);
            }
        }
    }

    private void subscribe(Client peer, byte[] topic, boolean on) {
        if (on) {
            peer.subscribe(topic);
            peer.send(Zmtp.message(listener.welcome(topic)));
        } else {
            peer.unsubscribe(topic);
        }
    }

    private void cutOff(Client peer, String why) {
        log.refused(peer.port, "a client was cut off, since " + why);
        leave(peer);
    }

    private void leave(Client peer) {
        peer.close();
        peers.remove(peer);
        addresses.remove(new Address(peer.port, peer.name()), peer);
    }

    /** @param frames the topic first */
    void publish(List<byte[]> frames) {
        ByteBuffer bytes = Zmtp.message(frames);
        for (Client peer : peers) {
            if (peer.hears(frames.get(0))) {
                peer.send(bytes);
            }
        }
    }

    /** @param frames the name of the client first; one that has gone gets nothing */
    void send(SocketKind port, List<byte[]> frames) {
        Client peer = addresses.get(new Address(port, frames.get(0)));
        if (peer != null) {
            peer.send(Zmtp.message(frames.subList(1, frames.size())));
        }
    }

    /** Hands the sockets what was sent, as far as they take it; the rest goes when they are ready for it. */
    void flush() {
        for (Client peer : peers.toArray(Client[]::new)) {
            try {
                peer.flush(through);
                if (peer.isStuck()) {
                    cutOff(peer, "it does not read what it is sent");
                }
            } catch (IOException gone) {
                leave(peer);
            }
        }
    }

    void close() {
        peers.forEach(Client::close);
    }
}
