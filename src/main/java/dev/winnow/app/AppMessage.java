package dev.winnow.app;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the App and its session say to each other, over any host: JSON, and blocks of bytes beside it. A request is
 * {@code {id, method, params}}, its answer {@code {id, result}} or {@code {id, error}}, and what nobody asked for {@code {event, …}}.
 */
record AppMessage(JsonObject body, List<byte[]> buffers) {
    private static final int MOST = 64 << 20;

    static AppMessage of(JsonObject body) {
        return new AppMessage(body, List.of());
    }

    /** For hosts that carry bytes only: length and JSON, number of blocks, then length and bytes of each; lengths as big-endian int32. */
    byte[] toBytes() {
        byte[] json = body.toString().getBytes(StandardCharsets.UTF_8);
        int size = 8 + json.length;
        for (byte[] buffer : buffers) {
            size = Math.addExact(size, 4 + buffer.length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        bytes.putInt(json.length).put(json).putInt(buffers.size());
        buffers.forEach(buffer -> bytes.putInt(buffer.length).put(buffer));
        return bytes.array();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if the lengths do not add up
     */
    static AppMessage from(byte[] all) {
        ByteBuffer bytes = ByteBuffer.wrap(all);
        try {
            byte[] json = block(bytes);
            List<byte[]> buffers = new ArrayList<>();
            for (int left = bytes.getInt(); left > 0; left--) {
                buffers.add(block(bytes));
            }
            return new AppMessage(AppJson.parse(new String(json, StandardCharsets.UTF_8)), buffers);
        } catch (java.nio.BufferUnderflowException cut) {
            throw new IllegalArgumentException("A message of " + all.length + " bytes ends before its blocks do.", cut);
        }
    }

    private static byte[] block(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0 || length > MOST || length > bytes.remaining()) {
            throw new IllegalArgumentException("A block of " + length + " bytes is announced and " + bytes.remaining()
                    + " are there; at most " + MOST + " are read.");
        }
        byte[] block = new byte[length];
        bytes.get(block);
        return block;
    }
}
