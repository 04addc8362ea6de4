package dev.winnow.format;

import dev.winnow.data.SampleCollection;
import java.util.List;

/** A format in which samples go to a labelling tool and their labels come back, known again by the names of the pictures. */
public sealed interface LabelFormat extends Exporter permits Coco, Yolo {
    /** The same for the labels of this field. */
    LabelFormat labels(String field);

    /** The same with this list of classes, also those that no label has yet. */
    LabelFormat classes(List<String> classes);

    /** The same with the names of pictures told apart among these samples, also those that are not written or read this time. */
    LabelFormat among(SampleCollection all);

    /** Reads labels of samples that are there; nothing is written. */
    ReturnedLabels readLabels(SampleCollection view);
}
