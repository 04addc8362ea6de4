package dev.winnow.data;

import java.util.Collection;
import java.util.Comparator;

/** Answers for names that do not exist: what there is, and the nearest of it. */
final class Names {
    private Names() {}

    /** {@code Field 'uniquness' is not in dataset 'road'. Fields: …. Did you mean 'uniqueness'?} */
    static IllegalArgumentException unknown(String kind, String name, String where, Collection<String> existing) {
        String nearest = existing.stream()
                .min(Comparator.comparingInt(other -> distance(name, other)))
                .filter(other -> distance(name, other) <= Math.max(2, name.length() / 3))
                .map(other -> " Did you mean '" + other + "'?")
                .orElse("");
        String list = existing.isEmpty()
                ? " There are no " + kind + "s."
                : " " + Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + "s: " + String.join(", ", existing)
                        + ".";
        return new IllegalArgumentException(Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + " '" + name
                + "' is not in " + where + "." + list + nearest);
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
