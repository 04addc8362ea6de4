package dev.winnow.store;

/** The labels of one field, whatever their type: each is an object with an id, a label, a confidence, tags and attributes. */
public sealed interface ObjectColumn extends Column permits DetectionColumn, LabelColumn {
    DetectionColumn objects();
}
