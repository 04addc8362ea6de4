package dev.winnow.brain;

import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.View;
import dev.winnow.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples whose files are equal byte for byte, by SHA-256.
 *
 * @param view where they were sought
 * @param groups the first sample's id, and those of its copies in the order of the view
 * @param unreadable ids of samples whose file could not be read, and why
 */
public record ExactDuplicates(SampleCollection view, Map<String, List<String>> groups, Map<String, String> unreadable) {
    /** Reads every file once. */
    public static ExactDuplicates find(SampleCollection view) {
        Map<String, String> first = new LinkedHashMap<>();
        Map<String, List<String>> groups = new LinkedHashMap<>();
        Map<String, String> unreadable = new LinkedHashMap<>();
        List<Sample> samples = view.samples();
        try (Progress.Task task = Progress.task("reading files", samples.size())) {
            for (Sample sample : samples) {
                try {
                    String before = first.putIfAbsent(hash(sample), sample.sampleId());
                    if (before != null && !before.equals(sample.sampleId())) {
                        groups.computeIfAbsent(before, id -> new ArrayList<>()).add(sample.sampleId());
                    }
                } catch (IOException | IllegalArgumentException failure) {
                    unreadable.put(sample.sampleId(), sample.fileName() + ": " + failure);
                }
                task.step(1);
            }
        }
        return new ExactDuplicates(view, groups, unreadable);
    }

    private static String hash(Sample sample) throws IOException {
        try (InputStream in =
                new DigestInputStream(Files.newInputStream(sample.media()), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    /** The copies, without the first of each group: what could be deleted. */
    public View copies() {
        return view.select(groups.values().stream().flatMap(List::stream).toList());
    }

    @Override
    public String toString() {
        int copies = groups.values().stream().mapToInt(List::size).sum();
        return copies + " exact copies of " + groups.size() + " files"
                + (unreadable.isEmpty()
                        ? ""
                        : "; " + unreadable.size() + " files could not be read: " + unreadable.values());
    }
}
