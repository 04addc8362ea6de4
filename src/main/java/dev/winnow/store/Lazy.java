package dev.winnow.store;

import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is read at its first use and kept; a failure to read it is raised at each use. */
final class Lazy<T> {
    private @Nullable Supplier<T> source;
    private volatile @Nullable IntFunction<@Nullable T> leading;
    private volatile @Nullable T value;

    private Lazy(@Nullable Supplier<T> source, @Nullable IntFunction<@Nullable T> leading, @Nullable T value) {
        this.source = source;
        this.leading = leading;
        this.value = value;
    }

    static <T> Lazy<T> from(Supplier<T> source) {
        return new Lazy<>(source, null, null);
    }

    /**
     * @param leading gives the first rows, as far as a row at least, without the rest; {@code null} where that is no shorter way
     */
    static <T> Lazy<T> from(Supplier<T> source, IntFunction<@Nullable T> leading) {
        return new Lazy<>(source, leading, null);
    }

    static <T> Lazy<T> of(T value) {
        return new Lazy<>(null, null, value);
    }

    boolean isRead() {
        return value != null;
    }

    T get() {
        T known = value;
        return known != null ? known : read();
    }

    /** What suffices for one row: all, or while that is not read the first rows alone. */
    T near(int row) {
        T known = value;
        if (known != null) {
            return known;
        }
        IntFunction<@Nullable T> first = leading;
        T part = first == null ? null : first.apply(row);
        return part == null ? read() : part;
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
        leading = null;
        return read;
    }
}
