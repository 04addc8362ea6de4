/**
 * FiftyOne's own dataset format, in and out: samples, labels, runs and saved views, as its {@code FiftyOneDataset} exports write them.
 *
 * <pre>{@code
 * fo.importFolder("road", FiftyOneDataset.in(folder));
 * ImportReport report = fo.export(dataset, FiftyOneDataset.in(folder));   // names what the format cannot hold
 * }</pre>
 *
 * <p>{@code FiftyOneReader} and {@code FiftyOneWriter} walk the JSON; {@code FiftyOneViews} and {@code MongoExpr} translate saved views,
 * and refuse by name what has no form there. May import {@code format}, {@code data}, {@code label}, {@code expr} and {@code progress}.
 */
@NullMarked
package dev.winnow.fiftyone;

import org.jspecify.annotations.NullMarked;
