package dev.winnow.kernel;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A socket in the file system, as Jupyter's {@code ipc} transport has one a channel: what comes in is passed on to a port of the loopback
 * where the wire listens, and what that answers goes back, byte by byte. The file is its owner's alone.
 *
 * <p>JeroMQ calls a port of the loopback ipc too, and a client on libzmq does not find it. The port behind the file can be reached as with
 * {@code tcp}; the key guards both.
 */
final class SocketFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final InetSocketAddress behind;
    private final ServerSocketChannel door;

    /**
     * @param port of the loopback, to which each connection is passed on
     * @throws IllegalStateException if the file cannot be made, or another program listens there
     */
    SocketFile(Path file, int port) {
        this.file = file;
        behind = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            door = open(file);
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (BindException taken) {
            throw new IllegalStateException(
                    "Cannot listen on ipc://" + file
                            + ": another program does. Start the kernel again, so that Jupyter picks other names.",
                    taken);
        } catch (IOException | UnsupportedOperationException refused) {
            throw new IllegalStateException("Cannot listen on ipc://" + file + ": " + refused.getMessage(), refused);
        }
        start("kernel-ipc", this::accept);
    }

    /** A file that a kernel left behind, to which nobody listens any more, is taken over. */
    private static ServerSocketChannel open(Path file) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(file);
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return door.bind(address);
        } catch (BindException there) {
            try {
                SocketChannel.open(address).close();
                door.close();
                throw there;
            } catch (ConnectException nobody) {
                Files.delete(file);
                return door.bind(address);
            }
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (door.isOpen()) {
            try {
                join(door.accept());
            } catch (IOException closed) {
                // Of one connection, or of the door: the loop looks which.
            }
        }
    }

    private void join(SocketChannel outer) throws IOException {
        try {
            SocketChannel inner = SocketChannel.open(behind);
            inner.setOption(StandardSocketOptions.TCP_NODELAY, true);
            start("kernel-ipc-in", () -> pass(outer, inner));
            start("kernel-ipc-out", () -> pass(inner, outer));
        } catch (IOException failure) {
            outer.close();
            throw failure;
        }
    }

    /** Until either end closes; then both are closed, since the protocol has no half-open connections. */
    private static void pass(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException gone) {
            // The peer has left; the other direction learns of it by the close.
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            Files.deleteIfExists(file);
        } catch (IOException left) {
            Log.write("Could not remove " + file + ": " + left.getMessage());
        }
    }
}
