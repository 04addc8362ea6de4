package dev.winnow.acquire;

import dev.winnow.data.SampleCollection;
import dev.winnow.expr.HashOrder;
import dev.winnow.label.Detection;
import dev.winnow.label.LabelSchema;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** People as an annotator: opens a queue in the App, reports how far they are, and never labels anything itself. */
public final class AppAnnotator extends Annotator {
    private final String field;
    private final LabelSchema schema;
    private final String hidden;
    private final int goldenCount;

    AppAnnotator(String field, LabelSchema schema, String hidden, int goldenCount) {
        this.field = field;
        this.schema = schema;
        this.hidden = hidden;
        this.goldenCount = goldenCount;
    }

    /** The same, with a field whose labels the person must not see. */
    public AppAnnotator hide(String field) {
        return new AppAnnotator(this.field, schema, field, goldenCount);
    }

    /** The same, with this many golden images mixed into each round of a loop, 0 for none. */
    public AppAnnotator golden(int count) {
        return new AppAnnotator(field, schema, hidden, count);
    }

    /** Opens the queue of these samples, or goes on with the one that was opened for this field before. */
    public AnnotationQueue queue(SampleCollection view) {
        return AnnotationQueue.open(view, field, hidden, schema, List.of(), "");
    }

    @Override
    public Report annotate(SampleCollection view, String truth, String field) {
        requireOwn(field);
        return report(queue(view), view);
    }

    @Override
    Report annotateRound(SampleCollection batch, String truth, String field, String round) {
        requireOwn(field);
        SampleCollection golden = Role.GOLDEN.of(batch.dataset());
        // Those that people have seen least often first, so that rounds differ where the set allows.
        Map<String, Integer> seen = AnnotationQueue.seen(batch.dataset(), this.field, new Round(round).goldenLabels());
        List<String> drawn = HashOrder.order(0, "golden " + round, golden.ids()).stream()
                .sorted(Comparator.comparingInt(id -> seen.getOrDefault(id, 0)))
                .toList();
        AnnotationQueue queue = AnnotationQueue.open(
                batch,
                this.field,
                hidden,
                schema,
                drawn.subList(0, Math.min(goldenCount, drawn.size())),
                new Round(round).goldenLabels());
        return report(queue, batch);
    }

    private void requireOwn(String field) {
        if (!field.equals(this.field)) {
            throw new IllegalArgumentException("These people label into '" + this.field + "', not '" + field
                    + "'. Use Annotator.app(\"" + field + "\", schema).");
        }
    }

    private Report report(AnnotationQueue queue, SampleCollection view) {
        int done = queue.done(view);
        int labels = view.samples().stream()
                .mapToInt(sample -> sample.detections(field).size())
                .sum();
        return new Report(done, 0, labels, queue.pending().size(), queue.toString());
    }

    @Override
    Map<String, List<Detection>> blind(SampleCollection golden, String truth, String round) {
        return AnnotationQueue.load(golden.dataset(), field).finished(new Round(round).goldenLabels());
    }

    @Override
    public String toString() {
        return "people, into " + field;
    }
}
