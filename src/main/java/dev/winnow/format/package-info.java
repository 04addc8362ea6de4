/**
 * Formats of other tools, in and out: KITTI, COCO, YOLO, FiftyOneDataset and plain folders of images.
 *
 * <pre>{@code
 * ImportReport report = Coco.in(folder).read(dataset);     // what came, what was skipped and why
 * Yolo.v5(folder).split("train").labels("human_labels").classes(classes).write(view);
 * }</pre>
 *
 * <p>What a file says is not trusted: names that lead out of the folder, boxes that are no boxes and damaged files are skipped and
 * counted, or refused where the whole file makes no sense. May import {@code data}, {@code expr} (saved
 * views of FiftyOne hold expressions) and {@code progress}.
 */
@NullMarked
package dev.winnow.format;

import org.jspecify.annotations.NullMarked;
