package dev.winnow.label;

/** The type of a field: what each sample holds under its name. */
public enum FieldType {
    STRING,
    INT,
    FLOAT,
    BOOLEAN,
    STRING_LIST,
    /** Labelled boxes: any number a sample. */
    DETECTIONS,
    /** One float32 vector a sample, all of one length. */
    VECTOR,
    /** One {@link Classification} a sample. */
    CLASSIFICATION,
    /** Any number of {@link Classification} a sample. */
    CLASSIFICATIONS,
    /** Any number of {@link Polyline} a sample. */
    POLYLINES,
    /** Any number of {@link Keypoint} a sample. */
    KEYPOINTS,
    /** One {@link Segmentation} a sample. */
    SEGMENTATION,
    /** One {@link Heatmap} a sample. */
    HEATMAP,
    /** One {@link Regression} a sample. */
    REGRESSION,
    /** Any number of {@link TemporalDetection} a sample. */
    TEMPORAL_DETECTIONS,
    /** One {@link GeoLocation} a sample. */
    GEO_LOCATION,
    /** A list of texts, numbers, booleans, lists or maps. */
    LIST,
    /** Texts, numbers, booleans, lists or maps by name. */
    DICT;

    /** Whether the field holds labels, of which every one has an id, tags and attributes. */
    public boolean isLabels() {
        return switch (this) {
            case STRING, INT, FLOAT, BOOLEAN, STRING_LIST, VECTOR, LIST, DICT -> false;
            case DETECTIONS,
                    CLASSIFICATION,
                    CLASSIFICATIONS,
                    POLYLINES,
                    KEYPOINTS,
                    SEGMENTATION,
                    HEATMAP,
                    REGRESSION,
                    TEMPORAL_DETECTIONS,
                    GEO_LOCATION -> true;
        };
    }

    /** Whether the field holds one label a sample rather than a list of them. */
    public boolean isOneLabel() {
        return switch (this) {
            case CLASSIFICATION, SEGMENTATION, HEATMAP, REGRESSION, GEO_LOCATION -> true;
            case DETECTIONS, CLASSIFICATIONS, POLYLINES, KEYPOINTS, TEMPORAL_DETECTIONS -> false;
            case STRING, INT, FLOAT, BOOLEAN, STRING_LIST, VECTOR, LIST, DICT -> false;
        };
    }

    /** Whether a field can be called that: letters of any language, digits, {@code _ : -} and spaces, a letter or {@code _} first. */
    public static boolean isName(String field) {
        return field.matches("[\\p{L}_][\\p{L}\\p{M}\\p{N}_ :-]*");
    }
}
