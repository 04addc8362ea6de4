package dev.winnow.data;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is read at its first use and kept; a failure to read it is raised at each use. */
final class Lazy<T> {
    private @Nullable Supplier<T> source;
    private volatile @Nullable T value;

    private Lazy(@Nullable Supplier<T> source, @Nullable T value) {
        this.source = source;
        this.value = value;
    }

    static <T> Lazy<T> from(Supplier<T> source) {
        return new Lazy<>(source, null);
    }

    static <T> Lazy<T> of(T value) {
        return new Lazy<>(null, value);
    }

    boolean isRead() {
        return value != null;
    }

    T get() {
        T known = value;
        return known != null ? known : read();
    }

    private synchronized T read() {
        T known = value;
        Supplier<T> from = source;
        if (known != null || from == null) {
            return java.util.Objects.requireNonNull(known);
        }
        T read = from.get();
        value = read;
        source = null;
        return read;
    }
}
