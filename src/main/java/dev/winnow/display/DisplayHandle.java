package dev.winnow.display;

/** Something that was shown and can be replaced in place. */
@FunctionalInterface
public interface DisplayHandle {
    void update(MimeBundle bundle);
}
