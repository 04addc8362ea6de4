package dev.winnow.kernel;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Where clients of one channel come in: a port, or with Jupyter's {@code ipc} transport a socket in the file system, its owner's alone. */
final class Listener implements AutoCloseable {
    final ServerSocketChannel channel;
    private final @Nullable Path file;

    private Listener(ServerSocketChannel channel, @Nullable Path file) {
        this.channel = channel;
        this.file = file;
    }

    /** @throws IllegalStateException if another program listens there, or nobody can */
    static Listener open(ConnectionFile connection, int port) {
        try {
            Listener door = connection.isIpc() ? file(connection.file(port)) : port(connection.ip(), port);
            door.channel.configureBlocking(false);
            return door;
        } catch (BindException taken) {
            throw new IllegalStateException(
                    "Cannot listen on " + connection.address(port) + ": "
                            + (connection.isIpc()
                                    ? "another program does. Start the kernel again, so that Jupyter picks other names."
                                    : "another program has that port. Start the kernel again, so that Jupyter picks other ports."),
                    taken);
        } catch (UnresolvedAddressException unknown) {
            throw new IllegalStateException(
                    "Cannot listen on " + connection.address(port) + ": this machine has no such address.", unknown);
        } catch (IOException | UnsupportedOperationException refused) {
            throw new IllegalStateException(
                    "Cannot listen on " + connection.address(port) + ": " + refused.getMessage(), refused);
        }
    }

    private static Listener port(String ip, int port) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.bind(ip.equals("*") ? new InetSocketAddress(port) : new InetSocketAddress(ip, port));
            return new Listener(channel, null);
        } catch (IOException | RuntimeException refused) {
            channel.close();
            throw refused;
        }
    }

    /** A file that a kernel left behind, to which nobody listens any more, is taken over. */
    private static Listener file(Path file) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(file);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(address);
        } catch (BindException there) {
            try {
                SocketChannel.open(address).close();
                channel.close();
                throw there;
            } catch (ConnectException nobody) {
                Files.delete(file);
                channel.bind(address);
            }
        }
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return new Listener(channel, file);
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            Log.write("Could not close " + (file == null ? "a port" : file) + ": " + left.getMessage());
        }
    }
}
