package dev.winnow.show;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files that the front end was built into. */
final class Frontend {
    private Frontend() {}

    /** The module that every host loads. */
    static byte[] module() {
        return read("app.mjs");
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
