package dev.winnow.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Where the kernel listens and how messages are signed, as Jupyter writes it. The key is never printed. */
public record ConnectionFile(
        String transport,
        String ip,
        int shell_port,
        int iopub_port,
        int stdin_port,
        int control_port,
        int hb_port,
        String key,
        String signature_scheme) {
    public static ConnectionFile read(Path file) {
        try {
            ConnectionFile read = new Gson().fromJson(Files.readString(file), ConnectionFile.class);
            Objects.requireNonNull(read, "empty");
            return read;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read the connection file " + file.getFileName(), unreadable);
        } catch (JsonParseException | NullPointerException broken) {
            throw new IllegalArgumentException(file.getFileName() + " is no Jupyter connection file.", broken);
        }
    }

    int port(Channel channel) {
        return switch (channel) {
            case SHELL -> shell_port;
            case CONTROL -> control_port;
            case STDIN -> stdin_port;
            case IOPUB -> iopub_port;
        };
    }

    String address(int port) {
        return transport + "://" + ip + (transport.equals("ipc") ? "-" : ":") + port;
    }

    @Override
    public String toString() {
        return "connection at " + transport + "://" + ip;
    }
}
