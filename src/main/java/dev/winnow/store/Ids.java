package dev.winnow.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids of 24 hexadecimal digits made from what they name, so that reading the same thing again gives the same id. */
public final class Ids {
    private static final ThreadLocal<MessageDigest> SHA = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", missing);
        }
    });

    private Ids() {}

    /** The id of a text, such as a media path relative to its dataset. */
    public static String of(String text) {
        byte[] digest = SHA.get().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 12);
    }
}
