package dev.winnow.data;

/** What a field of a sample holds. */
public enum FieldType {
    STRING,
    INT,
    FLOAT,
    BOOLEAN,
    STRING_LIST,
    /** Labelled boxes: any number a sample. */
    DETECTIONS,
    /** One float32 vector a sample, all of one length. */
    VECTOR
}
