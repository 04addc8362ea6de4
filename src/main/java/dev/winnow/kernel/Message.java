package dev.winnow.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One message: routing frames, header, parent header, metadata, content and binary buffers. */
record Message(
        List<byte[]> identities,
        JsonObject header,
        JsonObject parent,
        JsonObject metadata,
        JsonObject content,
        List<byte[]> buffers) {
    static final String VERSION = "5.5";
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    String type() {
        return header.get("msg_type").getAsString();
    }

    /** A header of this kernel's own session. */
    static JsonObject header(String type, String session) {
        JsonObject header = new JsonObject();
        header.addProperty("msg_id", UUID.randomUUID().toString());
        header.addProperty("session", session);
        header.addProperty("username", "kernel");
        header.addProperty("date", OffsetDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        header.addProperty("msg_type", type);
        header.addProperty("version", VERSION);
        return header;
    }

    /** Signs and checks messages with the connection's key; an empty key leaves them unsigned. */
    static final class Signer {
        private final byte[] key;

        Signer(String key) {
            this.key = key.getBytes(StandardCharsets.UTF_8);
        }

        private byte[] sign(List<byte[]> frames) {
            if (key.length == 0) {
                return new byte[0];
            }
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                frames.forEach(mac::update);
                return HexFormat.of().formatHex(mac.doFinal()).getBytes(StandardCharsets.US_ASCII);
            } catch (java.security.GeneralSecurityException missing) {
                throw new IllegalStateException("This Java has no HmacSHA256.", missing);
            }
        }

        List<byte[]> encode(Message message) {
            List<byte[]> parts = new ArrayList<>();
            for (JsonObject part : List.of(message.header, message.parent, message.metadata, message.content)) {
                parts.add(GSON.toJson(part).getBytes(StandardCharsets.UTF_8));
            }
            List<byte[]> frames = new ArrayList<>(message.identities);
            frames.add(DELIMITER);
            frames.add(sign(parts));
            frames.addAll(parts);
            frames.addAll(message.buffers);
            return frames;
        }

        /** The message of these frames; empty for a wrong signature or anything that is no message. */
        Optional<Message> decode(List<byte[]> frames) {
            int at = 0;
            while (at < frames.size() && !java.util.Arrays.equals(frames.get(at), DELIMITER)) {
                at++;
            }
            if (frames.size() < at + 6) {
                return Optional.empty();
            }
            List<byte[]> parts = frames.subList(at + 2, at + 6);
            if (!MessageDigest.isEqual(sign(parts), key.length == 0 ? new byte[0] : frames.get(at + 1))) {
                return Optional.empty();
            }
            try {
                JsonObject[] json = new JsonObject[4];
                for (int i = 0; i < 4; i++) {
                    json[i] = JsonParser.parseString(new String(parts.get(i), StandardCharsets.UTF_8))
                            .getAsJsonObject();
                }
                if (!json[0].has("msg_type") || !json[0].has("msg_id")) {
                    return Optional.empty();
                }
                return Optional.of(new Message(
                        List.copyOf(frames.subList(0, at)),
                        json[0],
                        json[1],
                        json[2],
                        json[3],
                        List.copyOf(frames.subList(at + 6, frames.size()))));
            } catch (JsonParseException | IllegalStateException | UnsupportedOperationException broken) {
                return Optional.empty();
            }
        }
    }
}
