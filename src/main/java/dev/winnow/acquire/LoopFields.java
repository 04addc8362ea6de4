package dev.winnow.acquire;

/** The fields that a loop reads and writes. */
final class LoopFields {
    /** Reference labels: of validation, test and golden images, and of all where a stand-in labels. */
    static final String TRUTH = "ground_truth";

    /** The labels that a loop buys and trains on. */
    static final String LABELS = "human_labels";

    /** The sequence that a frame belongs to. */
    static final String SEQUENCE = "sequence";

    /** The tag of images that wait for labels. */
    static final String TO_ANNOTATE = "to_annotate";

    /** The key of the stored label schema. */
    static final String SCHEMA = "annotation_schema";

    /** The class of regions that are no objects. */
    static final String NO_OBJECT = "DontCare";

    private LoopFields() {}
}
