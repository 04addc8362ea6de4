package dev.winnow.format;

import dev.winnow.data.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The file names under which pictures of many folders are written to one: their own, or, where two pictures would share a name or a
 * label file, their whole path joined by {@code _}.
 */
public final class MediaNames {
    private final Map<String, String> byId = new HashMap<>();

    public MediaNames(List<Sample> samples) {
        Map<String, Integer> uses = new HashMap<>();
        for (Sample sample : samples) {
            uses.merge(ImageFolders.stem(sample.fileName()), 1, Integer::sum);
        }
        Set<String> taken = new HashSet<>();
        List<Sample> shared = new ArrayList<>();
        for (Sample sample : samples) {
            String stem = ImageFolders.stem(sample.fileName());
            if (uses.getOrDefault(stem, 0) == 1) {
                taken.add(stem);
                byId.put(sample.id(), sample.fileName());
            } else {
                shared.add(sample);
            }
        }
        for (Sample sample : shared) {
            String joined = joined(sample);
            String stem = ImageFolders.stem(joined);
            String ending = joined.substring(stem.length());
            String own = stem;
            for (int n = 2; !taken.add(own); n++) {
                own = stem + "-" + n;
            }
            byId.put(sample.id(), own + ending);
        }
    }

    /** The name of a sample's picture where its own is shared with others: the path with {@code _} for {@code /}. */
    static String joined(Sample sample) {
        return sample.filepath().replaceFirst("^/", "").replace('/', '_').replace(':', '_');
    }

    public String of(Sample sample) {
        return byId.getOrDefault(sample.id(), sample.fileName());
    }
}
