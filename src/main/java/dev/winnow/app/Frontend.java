package dev.winnow.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The files that the front end was built into. */
final class Frontend {
    private Frontend() {}

    /** The module that every host loads. */
    static byte[] module() {
        return read("app.mjs");
    }

    /** Tells one build of the module from another. */
    static String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(module());
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String text(String name) {
        return new String(read(name), StandardCharsets.UTF_8);
    }

    static byte[] read(String name) {
        try (InputStream in = Frontend.class.getResourceAsStream("app/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The App's " + name
                        + " is not in this build. Build it: npm ci && npm run build in src/main/frontend.");
            }
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the App's " + name + ".", failure);
        }
    }
}
