package dev.winnow.app;

import com.google.gson.JsonObject;
import dev.winnow.acquire.AnnotationQueue;
import dev.winnow.acquire.Plan;
import dev.winnow.data.Dataset;
import dev.winnow.data.SampleCollection;
import dev.winnow.data.View;
import dev.winnow.display.Display;
import dev.winnow.display.DisplayHandle;
import dev.winnow.display.MimeBundle;
import dev.winnow.label.FieldType;
import dev.winnow.show.ContactSheet;
import dev.winnow.show.PlanCard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What one App looks at: a view, what a person chose from it and selected in it. Every front end of the session, and the cells, see the
 * same; where there is no front end, as in a headless run, it is the static sheet of its view.
 *
 * <pre>{@code
 * var session = fo.launchApp(dataset);
 * session.view()                        // as filtered in the App, printed as code
 * session.setView(dataset.limit(10));   // moves the App
 * dataset.select(session.selected())
 * }</pre>
 */
public final class AppSession extends AppSubject {
    private static final int LONGEST_CODE = 20_000;

    private final List<AppConnection> connections = new CopyOnWriteArrayList<>();
    private SampleCollection base;

    /** Base and filters as one view, kept: a view remembers its rows while the dataset stays as it is. */
    private SampleCollection view;

    /** The view that a cell gave: where the App goes back to from labels it was led to. */
    private SampleCollection home;

    private @Nullable Plan plan;
    private AppFilters filters = AppFilters.NONE;
    private final Set<String> selected = new LinkedHashSet<>();
    private final Set<SelectedLabel> selectedLabels = new LinkedHashSet<>();
    private int stamp = 1;
    private long seen;
    private @Nullable DisplayHandle handle;
    private final @Nullable AppQueue queue;

    /** A label that a person selected in the App. */
    public record SelectedLabel(String sampleId, String field, String labelId) {}

    /** What the session looked at, at one moment; {@code stamp} grows with every change. */
    record Looked(int stamp, SampleCollection base, AppFilters filters, SampleCollection view) {}

    public AppSession(SampleCollection view) {
        this(view, null);
    }

    /** An App that labels: it shows the pictures of a queue and what the person draws, and no other label. */
    public AppSession(AnnotationQueue queue) {
        this(queue.dataset().select(queue.ids()), new AppQueue(queue));
    }

    /** An App that shows a batch and lets a person see what another share of coverage would choose. */
    public AppSession(Plan plan) {
        this(plan.view(), null);
        this.plan = plan;
    }

    private AppSession(SampleCollection view, @Nullable AppQueue queue) {
        base = view;
        home = view;
        this.view = view;
        this.queue = queue;
        seen = view.dataset().version();
        AppSessions.add(this);
    }

    public Dataset dataset() {
        return looked().view().dataset();
    }

    /** The view as the App shows it: what it was given, and what a person filtered and sorted. */
    public SampleCollection view() {
        return looked().view();
    }

    synchronized Looked looked() {
        return new Looked(stamp, base, filters, view);
    }

    /** Looks at other samples: the App moves there, without filters and with nothing selected. */
    public void setView(SampleCollection view) {
        synchronized (this) {
            home = view;
        }
        lead(view);
    }

    /** The view that a cell gave, without what a person chose since. */
    synchronized SampleCollection home() {
        return home;
    }

    /** Shows other rows for a while, such as the labels behind a number; {@link #home} stays. */
    void lead(SampleCollection view) {
        synchronized (this) {
            base = view;
            this.view = view;
            filters = AppFilters.NONE;
            selected.clear();
            selectedLabels.clear();
            stamp++;
            seen = view.dataset().version();
        }
        tell(hello());
    }

    /** Filters the view; what cannot be evaluated is refused and changes nothing. */
    void setFilters(AppFilters wanted) {
        synchronized (this) {
            SampleCollection filtered = wanted.apply(base);
            filtered.count();
            filters = wanted;
            view = filtered;
            stamp++;
        }
        tell(state());
    }

    /** Ids of the selected samples, in a view of patches of the labels, in the order of selection. */
    public synchronized List<String> selected() {
        return List.copyOf(selected);
    }

    /** Labels that were clicked in the sample view, in the order of selection. */
    public synchronized List<SelectedLabel> selectedLabels() {
        return List.copyOf(selectedLabels);
    }

    /** Selects samples of the view in the App. */
    public void select(Collection<String> ids) {
        synchronized (this) {
            selected.clear();
            selected.addAll(ids);
        }
        tell(selection());
    }

    void selectLabels(Collection<SelectedLabel> labels) {
        synchronized (this) {
            selectedLabels.clear();
            selectedLabels.addAll(labels);
        }
        tell(selection());
    }

    /**
     * Draws the App into the output of the cell. Our extension of JupyterLab begins at once; the static picture, and with it what needs no
     * extension, follows when it is made.
     */
    public void show() {
        if (AppComms.reachable()) {
            DisplayHandle begun = Display.show(AppComms.begun(this));
            handle = begun;
            begun.update(bundle());
        } else {
            handle = Display.show(bundle());
        }
    }

    /**
     * Replaces what {@link #show} drew by a picture of what the App shows now, which stays when the kernel is gone. In a page that was
     * loaded anew since, this needs the extension of JupyterLab; with nothing installed the cell is to be run again first.
     */
    public void freeze() {
        MimeBundle sheet = sheet();
        DisplayHandle shown = handle;
        if (shown == null) {
            handle = Display.show(sheet);
            return;
        }
        shown.update(sheet);
        // A page that was loaded anew knows its outputs by no name: the front end in it puts the picture into the one
        // that it holds.
        JsonObject frozen = AppJson.event("frozen");
        Map<String, Object> data = new LinkedHashMap<>(sheet.data());
        data.values().removeIf(value -> !(value instanceof String));
        frozen.add("data", AppJson.of(data));
        tell(frozen);
    }

    public MimeBundle bundle() {
        return AppComms.live(this, sheet());
    }

    /** The queue that this session labels, if it is one that labels. */
    @Nullable
    AppQueue queue() {
        return queue;
    }

    /** The plan that the session shows, as the slider left it; ready to be applied. */
    public synchronized Optional<Plan> plan() {
        return Optional.ofNullable(plan);
    }

    void setPlan(Plan other) {
        synchronized (this) {
            plan = other;
        }
        setView(other.view());
    }

    /** What stays without a kernel; of a queue the pictures alone, since labels in it would be answers. */
    private MimeBundle sheet() {
        if (queue != null) {
            return ContactSheet.of(queue.queue());
        }
        return plan().map(PlanCard::of).orElseGet(() -> ContactSheet.of(view()));
    }

    // ---- front ends

    @Override
    AppAnswers answers() {
        return new AppProtocol(this);
    }

    @Override
    void connect(AppConnection connection) {
        connections.add(connection);
        AppSessions.watch();
    }

    @Override
    void disconnect(AppConnection connection) {
        connections.remove(connection);
    }

    boolean isWatched() {
        return !connections.isEmpty();
    }

    void tell(JsonObject event) {
        connections.forEach(connection -> connection.send(AppMessage.of(event)));
    }

    /** Tells the front ends when the dataset was written to since they were told last. */
    void refresh() {
        synchronized (this) {
            long now = base.dataset().version();
            if (now == seen) {
                return;
            }
            seen = now;
            stamp++;
        }
        tell(state());
    }

    /** The part that changes with filters and writes. */
    JsonObject state() {
        Looked now = looked();
        JsonObject state = AppJson.event("state");
        state.addProperty("stamp", now.stamp());
        try {
            state.addProperty("count", now.view().count());
            state.addProperty("total", now.base().count());
        } catch (IllegalArgumentException gone) {
            // A field or tag that the filters name was taken away since.
            state.addProperty("count", 0);
            state.addProperty("total", 0);
            state.addProperty("problem", gone.getMessage());
        }
        String code = now.view() instanceof View ? now.view().toString() : "dataset";
        state.addProperty("code", code.length() > LONGEST_CODE ? code.substring(0, LONGEST_CODE) + "…" : code);
        state.addProperty("aside", now.base() != home());
        state.add("filters", now.filters().toJson());
        return state;
    }

    private JsonObject selection() {
        JsonObject selection = AppJson.event("selection");
        selection.add("selected", AppJson.of(selected()));
        selection.add("selectedLabels", AppJson.of(selectedLabels()));
        return selection;
    }

    @Override
    JsonObject hello() {
        Looked now = looked();
        SampleCollection view = now.view();
        JsonObject hello = state();
        hello.addProperty("event", "hello");
        hello.addProperty("session", id());
        hello.addProperty("dataset", view.dataset().name());
        if (queue != null) {
            hello.addProperty("panel", "annotate");
            return hello;
        }
        boolean patches = view instanceof View one && one.isPatches();
        hello.addProperty("patches", patches);
        List<Map<String, String>> fields = new ArrayList<>();
        view.schema().forEach((name, type) -> {
            Map<String, String> field = new LinkedHashMap<>();
            field.put("name", name);
            field.put("type", type.name());
            fields.add(field);
        });
        hello.add("fields", AppJson.of(fields));
        hello.add("labelFields", AppJson.of(view.labelFields(FieldType.DETECTIONS)));
        hello.add(
                "shown",
                AppJson.of(
                        patches ? ((View) view).patchFields() : ContactSheet.labelFields(view, view.samples(0, 24))));
        hello.addProperty("vectors", view.schema().containsValue(FieldType.VECTOR));
        hello.addProperty("planned", plan().isPresent());
        hello.addProperty("rounds", !view.dataset().runs("loop").isEmpty());
        hello.add("evaluations", AppJson.of(AppEvaluations.keys(view.dataset())));
        JsonObject chosen = selection();
        hello.add("selected", chosen.get("selected"));
        hello.add("selectedLabels", chosen.get("selectedLabels"));
        return hello;
    }

    @Override
    public String toString() {
        if (queue != null) {
            return queue.queue().toString();
        }
        SampleCollection view = view();
        return "App looking at " + view.count() + " samples of "
                + view.dataset().name();
    }
}
