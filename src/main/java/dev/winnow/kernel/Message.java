package dev.winnow.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One message: its channel, routing frames, header, parent header, metadata, content and binary buffers. */
record Message(
        Channel channel,
        List<byte[]> identities,
        JsonObject header,
        JsonObject parent,
        JsonObject metadata,
        JsonObject content,
        List<byte[]> buffers) {
    static final String VERSION = "5.5";

    String type() {
        return header.get("msg_type").getAsString();
    }

    /** A header of this kernel's own session. */
    static JsonObject header(String type, String session) {
        return Json.object(
                "msg_id",
                UUID.randomUUID().toString(),
                "session",
                session,
                "username",
                "kernel",
                "date",
                OffsetDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME),
                "msg_type",
                type,
                "version",
                VERSION);
    }

    /** A text that the content must have. */
    String text(String name) {
        JsonPrimitive value = primitive(name);
        if (value == null) {
            throw new IllegalArgumentException(type() + " lacks '" + name + "', a text.");
        }
        return value.getAsString();
    }

    String text(String name, String otherwise) {
        JsonPrimitive value = primitive(name);
        return value == null ? otherwise : value.getAsString();
    }

    int number(String name, int otherwise) {
        JsonPrimitive value = primitive(name);
        return value == null || !value.isNumber() ? otherwise : value.getAsInt();
    }

    boolean flag(String name, boolean otherwise) {
        JsonPrimitive value = primitive(name);
        return value == null || !value.isBoolean() ? otherwise : value.getAsBoolean();
    }

    /** An object in the content, empty if there is none. */
    JsonObject object(String name) {
        return content.get(name) instanceof JsonObject object ? object : new JsonObject();
    }

    private @Nullable JsonPrimitive primitive(String name) {
        JsonElement value = content.get(name);
        return value instanceof JsonPrimitive primitive ? primitive : null;
    }
}
