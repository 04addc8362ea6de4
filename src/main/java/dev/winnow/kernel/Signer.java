package dev.winnow.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns messages into signed frames and back, refusing what is not signed with the connection's key, was seen before or is no message.
 * An empty key leaves messages unsigned. For one thread.
 */
final class Signer {
    /** Bytes of one message; a browser's server passes on at most 10 MiB. */
    static final long LARGEST = 64L * 1024 * 1024;

    /** Jupyter's names for ways to sign, and Java's. */
    static final Map<String, String> SCHEMES = new TreeMap<>(Map.of(
            "hmac-sha1", "HmacSHA1",
            "hmac-sha256", "HmacSHA256",
            "hmac-sha384", "HmacSHA384",
            "hmac-sha512", "HmacSHA512"));

    private static final int REMEMBERED = 65_536;
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final Mac mac;
    private final boolean signed;
    private final Set<Long> seen = new HashSet<>();
    private final ArrayDeque<Long> seenInOrder = new ArrayDeque<>();

    Signer(ConnectionFile connection) {
        signed = !connection.key().isEmpty();
        String name = java.util.Objects.requireNonNull(SCHEMES.get(connection.signature_scheme()));
        try {
            mac = Mac.getInstance(name);
            if (signed) {
                mac.init(new SecretKeySpec(connection.key().getBytes(StandardCharsets.UTF_8), name));
            }
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("This Java has no " + name + ".", missing);
        }
    }

    byte[] sign(List<byte[]> parts) {
        if (!signed) {
            return new byte[0];
        }
        parts.forEach(mac::update);
        return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
    }

    List<byte[]> encode(Message message) {
        List<byte[]> parts = new ArrayList<>();
        for (JsonObject part : List.of(message.header(), message.parent(), message.metadata(), message.content())) {
            parts.add(GSON.toJson(part).getBytes(StandardCharsets.UTF_8));
        }
        List<byte[]> frames = new ArrayList<>(message.identities());
        frames.add(DELIMITER);
        frames.add(sign(parts));
        frames.addAll(parts);
        frames.addAll(message.buffers());
        return frames;
    }

    /** The message of these frames; the reason why they are refused never quotes them. */
    Message decode(Channel channel, List<byte[]> frames) throws Refused {
        int at = 0;
        while (at < frames.size() && !Arrays.equals(frames.get(at), DELIMITER)) {
            at++;
        }
        if (frames.size() < at + 6) {
            throw new Refused("it is truncated or no Jupyter message");
        }
        if (frames.stream().mapToLong(frame -> frame.length).sum() > LARGEST) {
            throw new Refused("it is larger than " + LARGEST / 1024 / 1024 + " MiB");
        }
        List<byte[]> parts = frames.subList(at + 2, at + 6);
        byte[] signature = sign(parts);
        if (signed) {
            if (frames.get(at + 1).length == 0) {
                throw new Refused("it is not signed");
            }
            if (!MessageDigest.isEqual(signature, frames.get(at + 1))) {
                throw new Refused("its signature is not of this connection's key");
            }
            if (!remember(Long.parseUnsignedLong(new String(signature, 0, 16, StandardCharsets.US_ASCII), 16))) {
                throw new Refused("it was received before");
            }
        }
        JsonObject[] json = new JsonObject[4];
        for (int i = 0; i < 4; i++) {
            json[i] = parse(parts.get(i));
        }
        for (String name : List.of("msg_type", "msg_id")) {
            if (!(json[0].get(name) instanceof JsonPrimitive)) {
                throw new Refused("its header lacks " + name);
            }
        }
        return new Message(
                channel,
                List.copyOf(frames.subList(0, at)),
                json[0],
                json[1],
                json[2],
                json[3],
                List.copyOf(frames.subList(at + 6, frames.size())));
    }

    private static JsonObject parse(byte[] part) throws Refused {
        try {
            if (JsonParser.parseString(new String(part, StandardCharsets.UTF_8)) instanceof JsonObject object) {
                return object;
            }
        } catch (JsonParseException broken) {
            throw new Refused("it is not JSON");
        }
        throw new Refused("one of its parts is no JSON object");
    }

    private boolean remember(long signature) {
        if (!seen.add(signature)) {
            return false;
        }
        seenInOrder.add(signature);
        if (seenInOrder.size() > REMEMBERED) {
            seen.remove(seenInOrder.remove());
        }
        return true;
    }

    /** Why frames are no message for this kernel. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why, null, false, false);
        }
    }
}
