package dev.winnow.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** @throws IllegalArgumentException for a value no kernel can serve, naming it */
    public ConnectionFile {
        if (!List.of("tcp", "ipc").contains(transport)) {
            throw new IllegalArgumentException("its transport is '" + transport + "' instead of tcp or ipc");
        }
        if (!Signer.SCHEMES.containsKey(signature_scheme)) {
            throw new IllegalArgumentException("its signature_scheme '" + signature_scheme + "' is none of "
                    + String.join(", ", Signer.SCHEMES.keySet()));
        }
    }

    /**
     * Reads the file, and takes from others the right to read it: who has the key can run code.
     *
     * @throws IllegalArgumentException if it is missing or malformed, in one sentence
     */
    public static ConnectionFile read(Path file) {
        try {
            keepToOwner(file);
            if (JsonParser.parseString(Files.readString(file)) instanceof JsonObject json) {
                return new ConnectionFile(
                        text(json, "transport", "tcp"),
                        text(json, "ip", "127.0.0.1"),
                        port(json, "shell_port"),
                        port(json, "iopub_port"),
                        port(json, "stdin_port"),
                        port(json, "control_port"),
                        port(json, "hb_port"),
                        text(json, "key", ""),
                        text(json, "signature_scheme", "hmac-sha256"));
            }
            throw new IllegalArgumentException("it is no JSON object");
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException(
                    "There is no connection file " + file + "; Jupyter writes one before it starts a kernel.", missing);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "The connection file " + file + " cannot be read: " + unreadable.getMessage() + ".", unreadable);
        } catch (JsonParseException broken) {
            // The parser's own message may quote the file, and with it the key.
            throw new IllegalArgumentException(file + " is no Jupyter connection file: it is not JSON.");
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(file + " is no Jupyter connection file: " + wrong.getMessage() + ".");
        }
    }

    private static void keepToOwner(Path file) throws IOException {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> others = Files.getPosixFilePermissions(file);
        others.removeAll(Set.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
        if (others.isEmpty()) {
            return;
        }
        String problem =
                "The connection file " + file + " could be read by other users, who could run code with its key; ";
        try {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
            Log.write(problem + "it is yours alone now.");
        } catch (IOException refused) {
            Log.write(problem + "its permissions cannot be changed (" + refused.getMessage() + ").");
        }
    }

    private static String text(JsonObject json, String name, String otherwise) {
        JsonElement value = json.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw new IllegalArgumentException("its " + name + " is no text");
    }

    private static int port(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it lacks " + name);
        }
        try {
            if (value instanceof JsonPrimitive number && number.getAsInt() > 0 && number.getAsInt() < 65_536) {
                return number.getAsInt();
            }
        } catch (NumberFormatException noNumber) {
            // Said below.
        }
        throw new IllegalArgumentException("its " + name + " is no port between 1 and 65535");
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
        return transport + "://" + (isIpc() ? file(port) : ip + ":" + port);
    }

    /** Whether clients come through files instead of ports. */
    boolean isIpc() {
        return transport.equals("ipc");
    }

    /** Where the channel of this number listens under ipc. */
    Path file(int port) {
        return Path.of(ip + "-" + port);
    }

    @Override
    public String toString() {
        return "connection at " + transport + "://" + ip;
    }
}
