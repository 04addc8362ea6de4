package dev.winnow.data;

import dev.winnow.label.Detection;
import dev.winnow.store.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sample to be added: where its picture lies and what is known of it. */
public final class SampleDraft {
    private final String filepath;
    private final List<String> tags = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private @Nullable String id;
    private @Nullable String group;
    private @Nullable String slice;
    private boolean keepInvalid;

    private SampleDraft(String filepath) {
        this.filepath = filepath;
    }

    /** A picture, relative to the dataset's media root, with {@code /} between folders. */
    public static SampleDraft of(String relativePath) {
        return new SampleDraft(relativePath.replace('\\', '/'));
    }

    public static SampleDraft of(Path path) {
        return of(path.toString());
    }

    /** The id that the sample has elsewhere, 24 hexadecimal digits; without it the path makes one. */
    public SampleDraft id(String id) {
        if (!id.matches("[0-9a-f]{24}")) {
            throw new IllegalArgumentException("'" + id + "' is no id: 24 digits 0-9 and a-f are needed.");
        }
        this.id = id;
        return this;
    }

    public SampleDraft tag(String tag) {
        if (!tags.containsAll(ValueWrites.tags("SampleDraft.tag", tag))) {
            tags.add(tag);
        }
        return this;
    }

    /** A text, number, boolean, list of texts, list of {@link Detection} or {@code float[]}; the field is added when new. */
    public SampleDraft set(String field, @Nullable Object value) {
        if (List.of(State.ID, State.FILEPATH).contains(field)) {
            throw new IllegalArgumentException(
                    "'" + field
                            + "' says which sample it is: name the file in SampleDraft.of(path), an id from elsewhere in id(text).");
        }
        if (value != null) {
            values.put(field, value);
        }
        return this;
    }

    public SampleDraft detections(String field, List<Detection> labels) {
        return set(field, labels);
    }

    /** Makes the sample the {@code slice} of {@code group}, such as the left picture of a scene. */
    public SampleDraft slice(String group, String slice) {
        this.group = group;
        this.slice = slice;
        return this;
    }

    /** The picture's size in pixels. */
    public SampleDraft size(int width, int height) {
        return set("width", width).set("height", height);
    }

    /** Stores boxes that are not valid, with an attribute {@code invalid_box} that says why, instead of refusing them. */
    public SampleDraft keepInvalid() {
        keepInvalid = true;
        return this;
    }

    String filepath() {
        return filepath;
    }

    @Nullable
    String id() {
        return id;
    }

    List<String> tags() {
        return tags;
    }

    Map<String, Object> values() {
        return values;
    }

    @Nullable
    String group() {
        return group;
    }

    @Nullable
    String slice() {
        return slice;
    }

    boolean keepsInvalid() {
        return keepInvalid;
    }
}
