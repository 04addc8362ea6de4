package dev.winnow.store;

/**
 * A row of the table of results: what {@code data.Run} is made of.
 *
 * @param blob bytes beside the text, empty when there are none; not copied
 */
public record StoredRun(String kind, String key, String json, byte[] blob) {}
