package dev.winnow.acquire;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part that a sample has in the experiment, given once by its tag {@code split:*}. Only {@link #POOL} and {@link #TRAIN} may be chosen
 * from and trained on; failures are mined from {@link #VAL} alone.
 */
enum Role {
    POOL,
    TRAIN,
    VAL,
    TEST,
    GOLDEN,
    /** Any other split that somebody named. */
    OTHER;

    /** What the tag of a role begins with. */
    static final String PREFIX = "split:";

    /** The tag of a role. */
    String tag() {
        return PREFIX + text();
    }

    String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    boolean trainable() {
        return this == POOL || this == TRAIN;
    }

    /** The samples of this role. */
    View of(Dataset dataset) {
        return dataset.matchTags(tag());
    }

    /** The role of a sample, the one that holds it out where it has several; null without any. */
    static @Nullable Role of(Sample sample) {
        Role found = null;
        for (String tag : sample.tags()) {
            if (tag.startsWith(PREFIX)) {
                Role role = named(tag.substring(PREFIX.length()));
                if (found == null || found.trainable()) {
                    found = role;
                }
            }
        }
        return found;
    }

    /** The name of the split that keeps a sample out of training; empty if none does. */
    static String holding(Sample sample) {
        return sample.tags().stream()
                .filter(tag -> tag.startsWith(PREFIX))
                .map(tag -> tag.substring(PREFIX.length()))
                .filter(name -> !named(name).trainable())
                .findFirst()
                .orElse("");
    }

    /** Whether anybody has given roles in this dataset. */
    static boolean given(List<Sample> samples) {
        return samples.stream().anyMatch(sample -> sample.tags().stream().anyMatch(tag -> tag.startsWith(PREFIX)));
    }

    /** The samples that may be trained on: pool and train, or those of a dataset without any role. */
    static List<Sample> trainable(SampleCollection view) {
        List<Sample> all = view.samples();
        boolean given = given(view.dataset().samples());
        return all.stream()
                .filter(sample -> {
                    Role role = of(sample);
                    return role == null ? !given : role.trainable();
                })
                .toList();
    }

    private static Role named(String name) {
        for (Role role : values()) {
            if (role != OTHER && role.text().equals(name)) {
                return role;
            }
        }
        return OTHER;
    }
}
