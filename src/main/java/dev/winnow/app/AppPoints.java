package dev.winnow.app;

import dev.winnow.acquire.Plan;
import dev.winnow.brain.Layout;
import dev.winnow.brain.Visualization;
import dev.winnow.data.Dataset;
import dev.winnow.data.Detections;
import dev.winnow.data.Run;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.label.FieldType;
import dev.winnow.show.Palette;
import dev.winnow.show.Thumbnails;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The points of a layout for the App's scatter: sent once as float32, in the order that every later message refers to by position. Blocks
 * are little-endian, as every browser's arrays are.
 */
final class AppPoints {
    private static final int MOST_VALUES = Palette.SIZE;

    /** The longer side of the picture of a point, in pixels. */
    private static final int PICTURE = 256;

    private final AppSession session;
    private final Map<String, Layout> kept = new HashMap<>();

    AppPoints(AppSession session) {
        this.session = session;
    }

    static List<String> layouts(Dataset dataset) {
        return dataset.runs("brain").stream()
                .filter(run -> run.json().contains("\"points\""))
                .map(Run::key)
                .toList();
    }

    private synchronized Layout layout(String name) {
        return kept.computeIfAbsent(name, key -> Visualization.load(session.dataset(), key));
    }

    /** x and y of each point, scaled into [-1, 1] with one scale for both. */
    Map<String, Object> of(String name, List<byte[]> buffers) {
        double[][] points = layout(name).points();
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE};
        for (double[] point : points) {
            for (int axis = 0; axis < 2; axis++) {
                low[axis] = Math.min(low[axis], point[axis]);
                high[axis] = Math.max(high[axis], point[axis]);
            }
        }
        double half = Math.max(1e-9, Math.max(high[0] - low[0], high[1] - low[1]) / 2);
        ByteBuffer block = little(points.length * 2 * Float.BYTES);
        for (double[] point : points) {
            for (int axis = 0; axis < 2; axis++) {
                block.putFloat((float) ((point[axis] - (low[axis] + high[axis]) / 2) / half));
            }
        }
        buffers.add(block.array());
        return Map.of("count", points.length, "method", layout(name).method());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The sample at a point: its file, and its picture where there is one. */
    Map<String, Object> one(String name, int point, List<byte[]> buffers) {
        Sample sample = AppGrid.whole(session.dataset(), id(name, point));
        try {
            buffers.add(Thumbnails.shared().of(sample, null, PICTURE).jpeg());
        } catch (IllegalArgumentException unreadable) {
            buffers.add(new byte[0]);
        }
        return Map.of("file", sample.fileName());
    }

    /** The id of the sample at a point. */
    String id(String name, int point) {
        List<String> ids = layout(name).ids();
        if (point < 0 || point >= ids.size()) {
            throw new IllegalArgumentException("The layout has " + ids.size() + " points, none at " + point + ".");
        }
        return ids.get(point);
    }

    /** The samples that a lasso took: positions of points as uint32. */
    List<String> ids(String name, List<byte[]> request) {
        Layout layout = layout(name);
        ByteBuffer positions = ByteBuffer.wrap(request.get(0)).order(ByteOrder.LITTLE_ENDIAN);
        Set<String> there = new HashSet<>(session.looked().base().ids());
        List<String> ids = new ArrayList<>();
        while (positions.remaining() >= Integer.BYTES) {
            String id = layout.ids().get(positions.getInt());
            if (there.contains(id)) {
                ids.add(id);
            }
        }
        if (ids.isEmpty()) {
            throw new IllegalArgumentException("The lasso holds no sample of this view.");
        }
        return ids;
    }

    /**
     * What colours the points, as uint16 a point: a number in 0 … 65535 along the range, or the position of a category, the last one for
     * points without a value. A second block says with a byte a point whether it is in the view.
     *
     * @param by {@code label:<field>} for the class most frequent in a sample, {@code tags}, {@code source}, or {@code field:<name>}
     */
    Map<String, Object> colors(
            String name, String by, SampleCollection view, Optional<Plan> plan, List<byte[]> buffers) {
        Layout layout = layout(name);
        Map<String, Object> values = values(by, plan);
        int n = layout.ids().size();
        ByteBuffer codes = little(n * Short.BYTES);
        Map<String, Object> said = new LinkedHashMap<>();
        boolean numbers = !values.isEmpty() && values.values().stream().allMatch(Number.class::isInstance);
        if (numbers) {
            double low = Double.MAX_VALUE;
            double high = -Double.MAX_VALUE;
            for (Object value : values.values()) {
                low = Math.min(low, ((Number) value).doubleValue());
                high = Math.max(high, ((Number) value).doubleValue());
            }
            for (String id : layout.ids()) {
                double value = values.get(id) instanceof Number number ? number.doubleValue() : low;
                codes.putShort((short) Math.round(high > low ? 65535 * (value - low) / (high - low) : 0));
            }
            said.put("low", low);
            said.put("high", high);
        } else {
            Map<String, Integer> counts = new HashMap<>();
            layout.ids().forEach(id -> {
                if (values.get(id) != null) {
                    counts.merge(String.valueOf(values.get(id)), 1, Integer::sum);
                }
            });
            List<String> names = counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(MOST_VALUES)
                    .map(Map.Entry::getKey)
                    .toList();
            if (by.startsWith("label:")) {
                names.forEach(Palette::meet);
            }
            Map<String, Integer> codeOf = new HashMap<>();
            names.forEach(one -> codeOf.put(one, codeOf.size()));
            for (String id : layout.ids()) {
                codes.putShort((short) (int) codeOf.getOrDefault(String.valueOf(values.get(id)), names.size()));
            }
            said.put("names", names);
            said.put("counts", names.stream().map(counts::get).toList());
        }
        Set<String> shown = new HashSet<>(view.ids());
        byte[] inside = new byte[n];
        for (int i = 0; i < n; i++) {
            inside[i] = (byte) (shown.contains(layout.ids().get(i)) ? 1 : 0);
        }
        buffers.add(codes.array());
        buffers.add(inside);
        return said;
    }

    private Map<String, Object> values(String by, Optional<Plan> plan) {
        Dataset dataset = session.dataset();
        Map<String, Object> values = new HashMap<>();
        if (by.equals("plan")) {
            plan.ifPresent(one -> values.putAll(one.sourceById()));
            return values;
        }
        // Where slices were selected the rows of the dataset are not all: the view's own base is.
        SampleCollection all = session.home().mediaType().equals("group") ? dataset : session.home();
        List<String> ids = all.ids();
        if (by.startsWith("label:")) {
            Detections labels = all.detections(by.substring("label:".length()));
            for (int s = 0; s < labels.samples(); s++) {
                String most = most(labels, s);
                if (most != null) {
                    values.put(ids.get(s), most);
                }
            }
            return values;
        }
        String prefix = by.equals("source") ? "source:" : by.equals("split") ? "split:" : "";
        String field = by.startsWith("field:") ? by.substring("field:".length()) : "tags";
        List<@Nullable Object> found = all.values(field);
        for (int i = 0; i < found.size(); i++) {
            Object value = found.get(i);
            if (value instanceof List<?> tags) {
                value = tags.stream()
                        .map(String::valueOf)
                        .filter(tag -> tag.startsWith(prefix))
                        .findFirst()
                        .orElse(null);
            }
            if (value != null && all.schema().get(field) != FieldType.DETECTIONS) {
                values.put(ids.get(i), value);
            }
        }
        return values;
    }

    private static @Nullable String most(Detections labels, int sample) {
        Map<String, Integer> counts = new HashMap<>();
        String most = null;
        for (int i = labels.start(sample); i < labels.end(sample); i++) {
            String label = labels.label(i);
            if (counts.merge(label, 1, Integer::sum) > (most == null ? 0 : counts.getOrDefault(most, 0))) {
                most = label;
            }
        }
        return most;
    }
}
