package dev.winnow.app;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.winnow.acquire.Plan;
import dev.winnow.data.Sample;
import dev.winnow.data.SampleCollection;
import dev.winnow.show.Thumbnails;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a front end may ask of a session. Everything that reads names the {@code stamp} it was told, and is told the one it was answered at;
 * rows are named by position in the view and checked by id.
 */
final class AppProtocol implements AppAnswers {
    private final AppSession session;
    private final AppPoints points;

    AppProtocol(AppSession session) {
        this.session = session;
        points = new AppPoints(session);
    }

    @Override
    public @Nullable Object result(String method, JsonObject params, List<byte[]> request, List<byte[]> buffers) {
        AppQueue queue = session.queue();
        if (queue != null) {
            return labelling(queue, method, params, buffers);
        }
        return switch (method) {
            case "module" -> {
                buffers.add(Frontend.module());
                yield null;
            }
            case "page" -> page(params);
            case "thumbs" -> thumbs(params, buffers);
            case "sample" -> sample(params);
            case "image" -> picture(AppMedia.of(row(session.looked().view(), params)), buffers);
            case "filter" -> {
                session.setFilters(AppFilters.from(params, session.looked().filters()));
                yield session.state();
            }
            case "facet" -> facet(AppJson.text(params, "facet"));
            case "select" -> {
                session.select(AppJson.texts(params, "ids"));
                yield null;
            }
            case "selectLabels" -> selectLabels(params);
            case "home" -> {
                session.lead(session.home());
                yield null;
            }
            case "layouts" -> AppPoints.layouts(session.dataset());
            case "points" -> points.of(AppJson.text(params, "layout"), buffers);
            case "colors" ->
                points.colors(
                        AppJson.text(params, "layout"),
                        AppJson.text(params, "by"),
                        session.looked().view(),
                        session.plan(),
                        buffers);
            case "point" -> points.one(AppJson.text(params, "layout"), AppJson.number(params, "point", 0), buffers);
            case "row" -> {
                String id = params.has("id")
                        ? AppJson.text(params, "id")
                        : points.id(AppJson.text(params, "layout"), AppJson.number(params, "point", 0));
                int row = session.looked().view().ids().indexOf(id);
                if (row < 0) {
                    throw new IllegalArgumentException("This sample is not in the view.");
                }
                yield Map.of("row", row);
            }
            case "lasso" -> {
                AppFilters before = session.looked().filters();
                session.setFilters(before.only(points.ids(AppJson.text(params, "layout"), request)));
                yield null;
            }
            case "evaluation" ->
                AppEvaluations.overview(
                        session.dataset(), AppJson.text(params, "key"), AppJson.text(params, "against", ""));
            case "matches" -> {
                session.lead(AppEvaluations.matches(session.dataset(), params));
                yield null;
            }
            case "plan" -> plan(params);
            case "spot" -> AppEvaluations.spotChecks(session.dataset());
            case "verdict" -> {
                AppEvaluations.verdict(
                        session.dataset(), AppJson.text(params, "check"), AppJson.text(params, "verdict"));
                yield null;
            }
            case "tag" -> tag(params);
            default -> throw new IllegalArgumentException("The App asks for '" + method + "', which is not known.");
        };
    }

    /** What a front end that labels may ask: it must not learn what the answers are. */
    private @Nullable Object labelling(AppQueue queue, String method, JsonObject params, List<byte[]> buffers) {
        return switch (method) {
            case "module" -> {
                buffers.add(Frontend.module());
                yield null;
            }
            case "queue" -> queue.overview();
            case "queueItem" -> queue.item(AppJson.text(params, "id"));
            case "queueSave" -> {
                Map<String, Object> saved = queue.save(params);
                AppSessions.refresh();
                yield saved;
            }
            case "queueThumb" -> {
                buffers.add(queue.thumbnail(AppJson.text(params, "id"), 160).jpeg());
                yield null;
            }
            case "queueImage" -> picture(queue.picture(AppJson.text(params, "id")), buffers);
            default ->
                throw new IllegalArgumentException(
                        "While a queue is labelled the App shows its pictures and nothing else: no '" + method + "'.");
        };
    }

    private static Map<String, Object> picture(AppMedia.Picture picture, List<byte[]> buffers) {
        buffers.add(picture.bytes());
        return Map.of("type", picture.type(), "width", picture.width(), "height", picture.height());
    }

    private Map<String, Object> page(JsonObject params) {
        AppSession.Looked now = session.looked();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("stamp", now.stamp());
        page.put(
                "tiles",
                AppGrid.page(
                        now.view(),
                        AppJson.number(params, "from", 0),
                        AppJson.number(params, "count", 48),
                        AppJson.texts(params, "fields"),
                        AppJson.text(params, "evalKey", ""),
                        AppJson.texts(params, "scores")));
        return page;
    }

    /** One message for many pictures: {@code i} names the row, the pictures follow in the same order. */
    private Map<String, Object> thumbs(JsonObject params, List<byte[]> buffers) {
        AppSession.Looked now = session.looked();
        int side = Math.max(32, Math.min(1024, AppJson.number(params, "side", 256)));
        List<Map<String, Object>> all = new ArrayList<>();
        JsonArray wanted = params.getAsJsonArray("rows");
        for (JsonElement one : wanted) {
            int i = one.getAsInt();
            for (Sample sample : now.view().samples(i, 1)) {
                Map<String, Object> thumb = new LinkedHashMap<>();
                thumb.put("i", i);
                thumb.put("id", sample.id());
                try {
                    Thumbnails.Thumbnail made =
                            Thumbnails.shared().of(sample, AppGrid.patchBox(now.view(), sample), side);
                    thumb.put("part", made.part());
                    thumb.put("width", made.width());
                    thumb.put("height", made.height());
                    buffers.add(made.jpeg());
                } catch (IllegalArgumentException unreadable) {
                    thumb.put("problem", unreadable.getMessage());
                    buffers.add(new byte[0]);
                }
                all.add(thumb);
            }
        }
        return Map.of("stamp", now.stamp(), "thumbs", all);
    }

    /** The sample at a row, with all its labels. */
    private Map<String, Object> sample(JsonObject params) {
        AppSession.Looked now = session.looked();
        Sample row = row(now.view(), params);
        boolean patches = AppGrid.patchBox(now.view(), row) != null;
        Sample whole = patches ? AppGrid.whole(row.dataset(), row.sampleId()) : row;
        Map<String, Object> sample = AppGrid.sample(now.view(), whole);
        sample.put("row", row.id());
        sample.put("stamp", now.stamp());
        return sample;
    }

    private static Sample row(SampleCollection view, JsonObject params) {
        if (params.has("sampleId")) {
            return AppGrid.whole(view.dataset(), AppJson.text(params, "sampleId"));
        }
        int i = AppJson.number(params, "i", 0);
        List<Sample> row = view.samples(i, 1);
        if (row.isEmpty()) {
            throw new IllegalArgumentException("The view has " + view.count() + " rows, none at " + i + ".");
        }
        return row.get(0);
    }

    private Map<String, Object> facet(String facet) {
        AppSession.Looked now = session.looked();
        Map<String, Object> counts = new AppFacets(now).of(facet);
        counts.put("stamp", now.stamp());
        return counts;
    }

    /** The plan, chosen again first where another share of coverage is asked for. */
    private Map<String, Object> plan(JsonObject params) {
        Plan plan = session.plan().orElseThrow(() -> new IllegalStateException("This App shows no plan."));
        if (params.has("share")) {
            plan = plan.coverage(params.get("share").getAsDouble());
            session.setPlan(plan);
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("coverage", plan.coverage());
        shown.put("sources", plan.sources());
        shown.put("picks", plan.picks());
        shown.put("notes", plan.notes());
        return shown;
    }

    private @Nullable Object selectLabels(JsonObject params) {
        List<AppSession.SelectedLabel> labels = new ArrayList<>();
        params.getAsJsonArray("labels").forEach(one -> {
            JsonObject label = one.getAsJsonObject();
            labels.add(new AppSession.SelectedLabel(
                    AppJson.text(label, "sampleId"), AppJson.text(label, "field"), AppJson.text(label, "labelId")));
        });
        session.selectLabels(labels);
        return null;
    }

    /** Adds or removes a tag of the rows named, of the selected ones, or of the whole view. */
    private Map<String, Object> tag(JsonObject params) {
        String tag = AppJson.text(params, "tag").strip();
        if (tag.isEmpty() || tag.length() > 200) {
            throw new IllegalArgumentException("A tag has 1 to 200 characters.");
        }
        SampleCollection view = session.looked().view();
        List<String> ids = params.has("ids") ? AppJson.texts(params, "ids") : session.selected();
        SampleCollection tagged = AppJson.flag(params, "all") ? view : view.select(ids);
        if (AppJson.flag(params, "remove")) {
            tagged.untagSamples(tag);
        } else {
            tagged.tagSamples(tag);
        }
        AppSessions.refresh();
        return Map.of("count", tagged.count());
    }
}
