package dev.winnow.session;

/**
 * What a name means: its signatures, and what its Javadoc says, if that was found.
 *
 * @param text for terminals and plain front ends
 * @param html a fragment without scripts or styles, whose text is escaped
 */
public record Documentation(String text, String html) {}
