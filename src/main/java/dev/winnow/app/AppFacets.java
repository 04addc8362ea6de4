package dev.winnow.app;

import dev.winnow.data.Counts;
import dev.winnow.data.Detections;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.FieldType;
import dev.winnow.show.Palette;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many samples or labels each choice beside the grid would leave, given the other choices. */
final class AppFacets {
    private static final int MOST_VALUES = 200;
    private static final int BINS = 24;

    private final SampleCollection base;
    private final AppFilters filters;
    private final SampleCollection now;

    AppFacets(AppSession.Looked looked) {
        base = looked.base();
        filters = looked.filters();
        now = looked.view();
    }

    /** A value and how often it occurs. */
    record Count(String value, long count) {}

    /** Numbers in {@code BINS} steps from {@code low} to {@code high}. */
    record Histogram(double low, double high, long[] bins, long missing) {}

    Map<String, Object> of(String facet) {
        int slash = facet.indexOf('/');
        String field = slash < 0 ? "" : facet.substring(slash + 1);
        boolean own = facet.equals("tags")
                ? !filters.tags().isEmpty()
                : (facet.startsWith("labels/") ? filters.labels() : filters.values()).containsKey(field);
        SampleCollection view = own ? filters.without(facet).apply(base) : now;
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("facet", facet);
        if (facet.equals("tags")) {
            counts.put("values", values(view.countSampleTags()));
        } else if (facet.startsWith("labels/")) {
            List<Count> classes = values(view.countValues(field + ".detections.label"));
            classes.forEach(one -> Palette.meet(one.value()));
            counts.put("values", classes);
            Detections labels = view.detections(field);
            double[] confidences = new double[labels.size()];
            for (int i = 0; i < confidences.length; i++) {
                confidences[i] = labels.confidence(i);
            }
            counts.put("histogram", histogram(confidences, 0, 1));
            long without = 0;
            for (int s = 0; s < labels.samples(); s++) {
                without += labels.start(s) == labels.end(s) ? 1 : 0;
            }
            counts.put("missing", without);
        } else {
            value(view, field, counts);
        }
        return counts;
    }

    private void value(SampleCollection view, String field, Map<String, Object> counts) {
        FieldType type = view.schema().get(field);
        if (type == FieldType.INT || type == FieldType.FLOAT) {
            double[] numbers = view.doubles(field);
            // The range is that of the whole base, so that the picture stays where it is while a person filters.
            double[] bounds = base.bounds(field);
            Histogram histogram = histogram(numbers, bounds[0], bounds[1]);
            counts.put("histogram", histogram);
            counts.put("missing", histogram.missing());
            return;
        }
        long missing =
                view.values(field).stream().filter(java.util.Objects::isNull).count();
        counts.put("values", values(view.countValues(field)));
        counts.put("missing", missing);
    }

    private static List<Count> values(Counts counts) {
        List<Count> values = new ArrayList<>();
        counts.forEach((value, count) -> {
            if (values.size() < MOST_VALUES) {
                values.add(new Count(value, count));
            }
        });
        return values;
    }

    static Histogram histogram(double[] numbers, double low, double high) {
        long[] bins = new long[BINS];
        long missing = 0;
        for (double number : numbers) {
            if (Double.isNaN(number)) {
                missing++;
            } else {
                bins[high > low ? (int) Math.max(0, Math.min(BINS - 1, BINS * (number - low) / (high - low))) : 0]++;
            }
        }
        return new Histogram(low, high, bins, missing);
    }
}
