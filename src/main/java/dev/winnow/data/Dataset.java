package dev.winnow.data;

import dev.winnow.vectors.Embeddings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Samples that stay: pictures on disk and what is known of each, kept in a {@link Home} under a name.
 *
 * <p>Every writing verb is one transaction, on disk when it returns; {@link #transaction} makes one of several. Two processes may
 * open one dataset: edits of different values both stay, edits of the same value raise {@link ConflictException}. This object
 * sees what others wrote after {@link #reload}, or after its own next write.
 */
public final class Dataset extends SampleCollection {
    private static final String KNOWN_TAGS = "known_tags";
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Home home;
    private final String name;
    private final Path folder;
    private final Store store;
    private volatile State state;

    private Dataset(Home home, String name, Path folder) {
        this.home = home;
        this.name = name;
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot create the folder of dataset '" + name + "'.", failure);
        }
        store = Store.open(folder.resolve("dataset.sqlite"));
        state = store.load(null);
    }

    // ---- life

    /** A new, empty dataset, or what {@code ifExists} says where the name is taken. */
    public static Dataset create(Home home, String name, IfExists ifExists) {
        if (home.exists(name)) {
            switch (ifExists) {
                case FAIL ->
                    throw new IllegalStateException("Dataset '" + name + "' exists. Load it with fo.loadDataset(\""
                            + name + "\"), or pass IfExists.LOAD or IfExists.REPLACE.");
                case LOAD -> {
                    return load(home, name);
                }
                case REPLACE -> load(home, name).setAside();
            }
        }
        return new Dataset(home, name, home.add(name));
    }

    public static Dataset load(Home home, String name) {
        Path folder =
                home.find(name).orElseThrow(() -> Names.unknown("dataset", name, "this home", home.listDatasets()));
        return new Dataset(home, name, folder);
    }

    /** Makes room for another dataset of this name; one with people's labels is kept and the way back printed. */
    private void setAside() {
        if (labelsByPeople() == 0) {
            delete();
            return;
        }
        int number = 1;
        while (home.exists(name + ".replaced-" + number)) {
            number++;
        }
        String kept = name + ".replaced-" + number;
        home.rename(name, kept);
        System.out.println("Dataset '" + name + "' holds labels made by people and is kept as '" + kept
                + "'. To go back: fo.loadDataset(\"" + kept + "\").cloneTo(\"" + name + "\", IfExists.REPLACE)");
    }

    /** The number of labels that a person made: those with an {@code annotator} that is not a simulated one. */
    public int labelsByPeople() {
        int labels = 0;
        for (String field : labelFields()) {
            for (Object who : ((DetectionColumn) state.column(field))
                    .attributes()
                    .getOrDefault("annotator", new @Nullable Object[0])) {
                if (who != null && !String.valueOf(who).startsWith("simulated")) {
                    labels++;
                }
            }
        }
        return labels;
    }

    /** Takes the dataset out of its home. The pictures stay. */
    public void delete() {
        store.close();
        home.remove(name);
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "Dataset '" + name + "' is out of the catalogue, but its folder remains.", failure);
        }
    }

    /** Sees what other processes wrote. */
    public void reload() {
        state = store.load(state);
    }

    public String name() {
        return name;
    }

    public Home home() {
        return home;
    }

    /** The number of commits so far, of all processes. */
    public long version() {
        return state.version();
    }

    @Override
    public Dataset dataset() {
        return this;
    }

    @Override
    List<Stage> stages() {
        return List.of();
    }

    State state() {
        return state;
    }

    /** All samples; of a grouped dataset those of its default slice. */
    @Override
    Rows rows() {
        State now = state;
        int[] rows = IntStream.range(0, now.rows()).toArray();
        String slice = now.settings().get("default_slice");
        if (now.grouped() && slice != null) {
            StringColumn slices = (StringColumn) now.column(State.SLICE);
            rows = Arrays.stream(rows)
                    .filter(row -> slice.equals(slices.get(row)))
                    .toArray();
        }
        return new Rows(now, name, rows, Map.of(), null);
    }

    /** The slices of a grouped dataset, none of a plain one. */
    public List<String> groupSlices() {
        return state.grouped()
                ? List.copyOf(
                        ((StringColumn) state.column(State.SLICE)).dictionary().values())
                : List.of();
    }

    /** Every tag that a sample has or had, or that was given to an empty view. */
    Set<String> knownTags() {
        Set<String> known = new LinkedHashSet<>(
                ((ListColumn) state.column(State.TAGS)).dictionary().values());
        known.addAll(knownTags(state.settings()));
        return known;
    }

    private static List<String> knownTags(Map<String, String> settings) {
        String json = settings.get(KNOWN_TAGS);
        return json == null
                ? List.of()
                : ((List<?>) Objects.requireNonNull(Json.read(json)))
                        .stream().map(String::valueOf).toList();
    }

    // ---- media

    /** The folder that file paths are relative to. */
    public Path mediaRoot() {
        String root = state.settings().get("media_root");
        return root == null ? folder : Path.of(root);
    }

    /** Sets the folder that file paths are relative to. */
    public void setMediaRoot(Path root) {
        edit(
                "set media root",
                draft -> draft.settings.put("media_root", root.toAbsolutePath().toString()));
    }

    /** Names the {@link MediaProvider} that makes pictures which are not there yet. */
    public void setMediaProvider(String provider) {
        edit("set media provider", draft -> draft.settings.put("media_provider", provider));
    }

    Path media(String filepath) {
        Path file = mediaRoot().resolve(filepath);
        String provider = state.settings().get("media_provider");
        if (provider == null || Files.exists(file)) {
            return file;
        }
        return ServiceLoader.load(MediaProvider.class, Dataset.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(one -> one.name().equals(provider))
                .findFirst()
                .map(one -> one.materialize(mediaRoot(), filepath))
                .orElse(file);
    }

    /** A folder beside the dataset for what is made from it, such as exports; created when absent. */
    public Path folder(String relative) {
        Path wanted = folder.resolve(relative).normalize();
        if (!wanted.startsWith(folder)) {
            throw new IllegalArgumentException("'" + relative + "' leads out of the dataset's folder.");
        }
        try {
            return Files.createDirectories(wanted);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot create the folder " + relative + ".", failure);
        }
    }

    // ---- fields and samples

    /** Adds a field, missing for every sample; one that is there with the same type is left as it is. */
    public void addSampleField(String field, FieldType type) {
        edit("add field " + field, draft -> addField(draft, field, type));
    }

    private void addField(State.Draft draft, String field, FieldType type) {
        Column there = draft.fields.get(field);
        if (there != null && there.type() != type) {
            throw new IllegalArgumentException(
                    "Field '" + field + "' of " + name + " is " + there.type() + " and cannot be " + type
                            + " as well. Choose another name, or deleteField(\"" + field + "\") first.");
        }
        if (there == null) {
            if (!field.matches("[A-Za-z_][A-Za-z0-9_ :-]*")) {
                throw new IllegalArgumentException(
                        "'" + field + "' is no field name: use letters, digits and _, beginning with a letter.");
            }
            draft.fields.put(field, Column.empty(type, draft.rows()));
        }
    }

    /** Takes a field away; one that holds people's labels is kept in a snapshot first and the way back printed. */
    public void deleteField(String field) {
        rows().requireField(field);
        if (List.of(State.ID, State.FILEPATH, State.TAGS, State.GROUP, State.SLICE)
                .contains(field)) {
            throw new IllegalArgumentException("Field '" + field + "' belongs to every sample and cannot be deleted.");
        }
        if (labelsByPeople() > 0 && state.column(field) instanceof DetectionColumn) {
            keepPeoplesLabels("before-deleting-" + field);
        }
        edit("delete field " + field, draft -> {
            draft.fields.remove(field);
            draft.settings.remove("model:" + field);
        });
    }

    /** Takes a snapshot under a name that is still free and prints the way back. */
    private void keepPeoplesLabels(String reason) {
        String kept = reason;
        for (int number = 2; Files.exists(snapshotFile(kept)); number++) {
            kept = reason + "-" + number;
        }
        snapshot(kept);
        System.out.println(
                "Dataset '" + name + "' holds labels made by people. To go back: dataset.restore(\"" + kept + "\")");
    }

    /**
     * Adds samples, with new fields as their values need them.
     *
     * @return their ids, made from the file path; a path that comes again gets the next ordinal
     * @throws IllegalArgumentException for a box that is not valid, naming the sample; nothing is added then
     */
    public List<String> addSamples(List<SampleDraft> drafts) {
        List<String> ids = new ArrayList<>();
        edit("add " + drafts.size() + " samples", draft -> {
            ids.clear();
            int first = draft.rows();
            Set<String> taken = new HashSet<>();
            StringColumn before = (StringColumn) Objects.requireNonNull(draft.fields.get(State.ID));
            for (int row = 0; row < first; row++) {
                taken.add(Objects.requireNonNull(before.get(row)));
            }
            draft.grow(drafts.size());
            Map<String, Map<Integer, @Nullable Object>> values = new LinkedHashMap<>();
            for (int i = 0; i < drafts.size(); i++) {
                SampleDraft sample = drafts.get(i);
                String id = Ids.of(sample.filepath());
                for (int ordinal = 2; !taken.add(id); ordinal++) {
                    id = Ids.of(sample.filepath() + "#" + ordinal);
                }
                ids.add(id);
                put(values, State.ID, first + i, id);
                put(values, State.FILEPATH, first + i, sample.filepath());
                put(values, State.TAGS, first + i, sample.tags());
                if (sample.group() != null) {
                    addField(draft, State.GROUP, FieldType.STRING);
                    addField(draft, State.SLICE, FieldType.STRING);
                    put(values, State.GROUP, first + i, sample.group());
                    put(values, State.SLICE, first + i, Objects.requireNonNull(sample.slice()));
                    draft.settings.putIfAbsent("default_slice", Objects.requireNonNull(sample.slice()));
                }
                for (Map.Entry<String, Object> value : sample.values().entrySet()) {
                    addField(draft, value.getKey(), typeOf(draft.fields, value.getKey(), value.getValue()));
                    Object stored = value.getValue();
                    if (stored instanceof List<?> list
                            && typeOf(draft.fields, value.getKey(), stored) == FieldType.DETECTIONS) {
                        stored = checked(id, sample.filepath(), value.getKey(), list, sample.keepsInvalid());
                    }
                    put(values, value.getKey(), first + i, stored);
                }
            }
            values.forEach(draft::set);
        });
        return ids;
    }

    private static void put(
            Map<String, Map<Integer, @Nullable Object>> values, String field, int row, @Nullable Object value) {
        values.computeIfAbsent(field, f -> new HashMap<>()).put(row, value);
    }

    private static FieldType typeOf(Map<String, Column> fields, String field, Object value) {
        if (value instanceof String) {
            return FieldType.STRING;
        }
        if (value instanceof Integer || value instanceof Long) {
            Column there = fields.get(field);
            return there instanceof FloatColumn ? FieldType.FLOAT : FieldType.INT;
        }
        if (value instanceof Number) {
            return FieldType.FLOAT;
        }
        if (value instanceof Boolean) {
            return FieldType.BOOLEAN;
        }
        if (value instanceof float[]) {
            return FieldType.VECTOR;
        }
        if (value instanceof List<?> list) {
            Column there = fields.get(field);
            boolean labels = list.isEmpty()
                    ? there == null || there instanceof DetectionColumn
                    : list.get(0) instanceof Detection;
            return labels ? FieldType.DETECTIONS : FieldType.STRING_LIST;
        }
        throw new IllegalArgumentException("Field '" + field + "' cannot hold " + value + " of type "
                + value.getClass().getSimpleName()
                + ". Texts, numbers, booleans, lists of texts, labels and float[] can be stored.");
    }

    /** Labels with ids and valid boxes. */
    private static List<Detection> checked(
            String sampleId, String filepath, String field, List<?> labels, boolean keepInvalid) {
        List<Detection> checked = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Object one : labels) {
            if (!(one instanceof Detection detection)) {
                throw Column.cannotHold(FieldType.DETECTIONS, one);
            }
            String problem = detection.box().problem();
            if (!problem.isEmpty()) {
                if (!keepInvalid) {
                    throw new IllegalArgumentException(
                            "Label '" + detection.label() + "' in " + field + " of " + filepath
                                    + " has the box " + detection.box() + ": " + problem
                                    + ". Nothing was written. Boxes are [x, y, w, h] as shares of the image.");
                }
                detection = detection.with("invalid_box", problem);
            }
            String id = detection.id();
            for (int n = checked.size(); id.isEmpty() || !taken.add(id); n++) {
                id = Ids.of(sampleId + "/" + field + "/" + n);
            }
            taken.add(id);
            checked.add(detection.withId(id));
        }
        return checked;
    }

    /** Takes samples out of the dataset. */
    public void deleteSamples(Collection<String> ids) {
        Set<String> gone = new HashSet<>(ids);
        edit("delete " + gone.size() + " samples", draft -> {
            StringColumn all = (StringColumn) Objects.requireNonNull(draft.fields.get(State.ID));
            draft.select(IntStream.range(0, all.rows())
                    .filter(row -> !gone.contains(String.valueOf(all.get(row))))
                    .toArray());
        });
    }

    // ---- writing through rows

    void tag(Rows rows, List<String> tags, boolean add) {
        Rows.Patches patches = rows.patches();
        if (patches != null) {
            tagLabels(rows, patches, tags, add);
            return;
        }
        List<String> ids =
                IntStream.range(0, rows.count()).mapToObj(rows::sampleId).toList();
        edit((add ? "tag " : "untag ") + String.join(", ", tags), draft -> {
            Map<Integer, @Nullable Object> changes = new HashMap<>();
            ListColumn column = (ListColumn) Objects.requireNonNull(draft.fields.get(State.TAGS));
            for (int row : positions(draft, ids)) {
                List<String> own = new ArrayList<>(Objects.requireNonNullElse(column.get(row), List.of()));
                boolean changed = false;
                for (String tag : tags) {
                    changed |= add ? !own.contains(tag) && own.add(tag) : own.remove(tag);
                }
                if (changed) {
                    changes.put(row, own);
                }
            }
            draft.set(State.TAGS, changes);
            Set<String> known = new LinkedHashSet<>(knownTags(draft.settings));
            if (add && known.addAll(tags)) {
                draft.settings.put(KNOWN_TAGS, Json.write(known));
            }
        });
    }

    private void tagLabels(Rows rows, Rows.Patches patches, List<String> tags, boolean add) {
        patches.objects().forEach((field, objects) -> {
            Set<String> ids = new HashSet<>();
            for (int object : objects) {
                if (object >= 0) {
                    ids.add(rows.labels(field).id()[object]);
                }
            }
            changeLabels(rows, field, label -> {
                if (!ids.contains(label.id())) {
                    return label;
                }
                List<String> own = new ArrayList<>(label.tags());
                tags.forEach(tag -> {
                    own.remove(tag);
                    if (add) {
                        own.add(tag);
                    }
                });
                return new Detection(
                        label.id(), label.label(), label.box(), label.confidence(), own, label.attributes());
            });
        });
    }

    private void changeLabels(Rows rows, String field, java.util.function.UnaryOperator<Detection> change) {
        Map<String, List<Detection>> changed = new LinkedHashMap<>();
        DetectionColumn column = rows.labels(field);
        for (int i = 0; i < rows.count(); i++) {
            List<Detection> own = column.get(rows.rows()[i]);
            if (own != null) {
                changed.put(rows.sampleId(i), own.stream().map(change).toList());
            }
        }
        write("change labels of " + field, field, FieldType.DETECTIONS, changed);
    }

    void setValues(Rows rows, String field, @Nullable Object value) {
        Map<String, @Nullable Object> byId = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            Set<String> here = new HashSet<>();
            for (int i = 0; i < rows.count(); i++) {
                here.add(rows.sampleId(i));
            }
            map.forEach((id, one) -> {
                if (!here.contains(String.valueOf(id))) {
                    throw new IllegalArgumentException("setValues: no sample of this view has the id " + id + ".");
                }
                byId.put(String.valueOf(id), one);
            });
        } else if (value instanceof List<?> list && !isOneValue(field, list)) {
            if (list.size() != rows.count()) {
                throw new IllegalArgumentException("setValues: " + list.size() + " values for " + rows.count()
                        + " samples. Give one value a sample, one value for all, or a map by id.");
            }
            for (int i = 0; i < list.size(); i++) {
                byId.put(rows.sampleId(i), list.get(i));
            }
        } else {
            for (int i = 0; i < rows.count(); i++) {
                byId.put(rows.sampleId(i), value);
            }
        }
        FieldType type = state.fields().containsKey(field)
                ? state.column(field).type()
                : byId.values().stream()
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(one -> typeOf(state.fields(), field, one))
                        .orElseThrow(() -> new IllegalArgumentException("setValues: field '" + field
                                + "' is new and no value says its type. Use addSampleField first."));
        if (type == FieldType.DETECTIONS) {
            Map<String, List<Detection>> labels = new LinkedHashMap<>();
            byId.forEach((id, one) -> labels.put(id, labels(field, one)));
            setDetections(rows, field, labels);
        } else {
            write("set " + field, field, type, byId);
        }
    }

    private static List<Detection> labels(String field, @Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(one -> (Detection) one).toList();
        }
        throw new IllegalArgumentException("Field '" + field + "' holds lists of labels, not " + value + ".");
    }

    /** Whether a list is the value of one sample rather than one value a sample. */
    private boolean isOneValue(String field, List<?> list) {
        return state.fields().get(field) instanceof ListColumn && list.stream().allMatch(String.class::isInstance);
    }

    void setDetections(Rows rows, String field, Map<String, List<Detection>> byId) {
        Map<String, Object> checked = new LinkedHashMap<>();
        RowIndex index = state.index();
        byId.forEach((id, labels) -> {
            int row = index.find(id);
            if (row < 0) {
                throw new IllegalArgumentException("setDetections: no sample has the id " + id + ".");
            }
            String filepath = String.valueOf(state.column(State.FILEPATH).get(row));
            checked.put(id, checked(id, filepath, field, labels, false));
        });
        if (losesPeoplesLabels(field, byId, index)) {
            keepPeoplesLabels("before-setting-" + field);
        }
        write("set " + field, field, FieldType.DETECTIONS, checked);
    }

    /** Whether a sample with labels that a person made would be left with none of a person. */
    private boolean losesPeoplesLabels(String field, Map<String, List<Detection>> byId, RowIndex index) {
        return state.fields().get(field) instanceof DetectionColumn column
                && column.attributes().containsKey("annotator")
                && byId.entrySet().stream()
                        .anyMatch(set -> set.getValue().stream().noneMatch(Dataset::byPerson)
                                && Objects.requireNonNullElse(
                                                column.get(index.find(set.getKey())), List.<Detection>of())
                                        .stream()
                                        .anyMatch(Dataset::byPerson));
    }

    private static boolean byPerson(Detection label) {
        Object who = label.attributes().get("annotator");
        return who != null && !String.valueOf(who).startsWith("simulated");
    }

    void setLabelValues(Rows rows, String field, String attribute, List<?> perObject) {
        if (List.of("id", "label", "confidence", "tags", "bounding_box").contains(attribute)) {
            throw new IllegalArgumentException("setLabelValues: '" + attribute
                    + "' belongs to every label and is no attribute. Change it with setDetections.");
        }
        DetectionColumn column = rows.labels(field);
        int[] objects = rows.allObjects(field);
        if (objects.length != perObject.size()) {
            throw new IllegalArgumentException("setLabelValues: " + perObject.size() + " values for " + objects.length
                    + " labels of " + field + ".");
        }
        edit("set " + field + "." + attribute, draft -> {
            DetectionColumn fresh = (DetectionColumn) Objects.requireNonNull(draft.fields.get(field));
            int[] there = fresh == column ? objects : sameLabels(rows, field, attribute, column, fresh, draft.index());
            draft.fields.put(field, fresh.withAttribute(attribute, there, perObject));
        });
    }

    /** Where the labels of {@code rows} stand in a column that another process wrote since. */
    private int[] sameLabels(
            Rows rows, String field, String attribute, DetectionColumn column, DetectionColumn fresh, RowIndex index) {
        IntStream.Builder found = IntStream.builder();
        for (int i = 0; i < rows.count(); i++) {
            int row = index.find(rows.sampleId(i));
            for (int object : rows.objects(field, i)) {
                int there = row < 0 ? -1 : fresh.find(row, column.id()[object]);
                if (there < 0 || !Objects.equals(fresh.value(there, attribute), column.value(object, attribute))) {
                    throw new ConflictException("Label " + column.id()[object] + " in " + field + " of '" + name
                            + "' was changed by another process. Call dataset.reload(), look, and try again.");
                }
                found.add(there);
            }
        }
        return found.build().toArray();
    }

    @Override
    public void setEmbeddings(String field, Embeddings embeddings) {
        Map<String, Object> byId = new LinkedHashMap<>();
        for (int i = 0; i < embeddings.count(); i++) {
            byId.put(embeddings.ids().get(i), embeddings.row(i));
        }
        transaction("set " + field, () -> {
            write("set " + field, field, FieldType.VECTOR, byId);
            edit("model of " + field, draft -> draft.settings.put("model:" + field, embeddings.model()));
        });
    }

    /** Sets values by sample id, refusing where another process changed one of them since it was read here. */
    private void write(String op, String field, FieldType type, Map<String, ? extends @Nullable Object> byId) {
        State read = state;
        edit(op, draft -> {
            addField(draft, field, type);
            Column fresh = Objects.requireNonNull(draft.fields.get(field));
            Column seen = read.fields().get(field);
            boolean othersWrote = fresh != seen && state != read;
            RowIndex index = draft.index();
            RowIndex before = read.index();
            Map<Integer, @Nullable Object> changes = new HashMap<>();
            byId.forEach((id, value) -> {
                int row = index.find(id);
                if (row < 0) {
                    throw new ConflictException("Sample " + id + " of '" + name
                            + "' is gone: another process deleted it. Call dataset.reload() and try again.");
                }
                int then = othersWrote ? before.find(id) : -1;
                if (then >= 0 && !Objects.deepEquals(seen == null ? null : seen.get(then), fresh.get(row))) {
                    throw new ConflictException("Field '" + field + "' of sample " + id + " of '" + name
                            + "' was changed by another process. Call dataset.reload(), look, and try again.");
                }
                changes.put(row, value);
            });
            draft.set(field, changes);
        });
    }

    private static int[] positions(State.Draft draft, List<String> ids) {
        RowIndex index = draft.index();
        return ids.stream().mapToInt(index::find).filter(row -> row >= 0).toArray();
    }

    private synchronized void edit(String op, Consumer<State.Draft> edit) {
        State before = state;
        try {
            state = store.commit(op, before, fresh -> {
                state = fresh;
                return fresh.change(edit);
            });
        } catch (RuntimeException refused) {
            state = before;
            throw refused;
        }
    }

    /** Makes one transaction of all writes in {@code work}: all of them are stored, or none. */
    public synchronized void transaction(String op, Runnable work) {
        State before = state;
        if (!store.begin()) {
            work.run();
            return;
        }
        boolean done = false;
        boolean kept = false;
        try {
            work.run();
            done = true;
        } finally {
            try {
                store.end(done);
                kept = done;
            } finally {
                if (!kept) {
                    state = before;
                }
            }
        }
    }

    Dataset cloneRows(Rows rows, String newName, IfExists ifExists) {
        if (home.exists(newName) && ifExists == IfExists.LOAD) {
            return load(home, newName);
        }
        Dataset clone = create(home, newName, ifExists);
        State from = rows.state();
        clone.edit("clone of " + name, draft -> {
            int[] positions = rows.rows().clone();
            from.fields().forEach((field, column) -> draft.fields.put(field, column.select(positions)));
            boolean flat = rows.patches() == null && from.grouped() && rows.count() < from.rows();
            if (flat) {
                draft.fields.remove(State.SLICE);
            }
            Set<String> narrowed = new LinkedHashSet<>(rows.kept().keySet());
            if (rows.patches() != null) {
                narrowed.addAll(rows.patches().objects().keySet());
                addField(draft, "sample_id", FieldType.STRING);
                Map<Integer, @Nullable Object> ids = new HashMap<>();
                Map<Integer, @Nullable Object> samples = new HashMap<>();
                for (int i = 0; i < rows.count(); i++) {
                    ids.put(i, rows.id(i));
                    samples.put(i, rows.sampleId(i));
                }
                draft.fields.put(
                        State.ID, Column.empty(FieldType.STRING, rows.count()).with(ids));
                draft.set("sample_id", samples);
            }
            narrowed.forEach(field -> {
                Map<Integer, @Nullable Object> filtered = new HashMap<>();
                for (int i = 0; i < rows.count(); i++) {
                    filtered.put(i, rows.value(i, field));
                }
                draft.set(field, filtered);
            });
            from.settings().forEach((key, value) -> {
                if (!(flat && key.equals("default_slice"))) {
                    draft.settings.put(key, value);
                }
            });
            draft.settings.put("media_root", mediaRoot().toString());
            draft.info.putAll(from.info());
        });
        return clone;
    }

    // ---- saved views, info, runs

    /** Stores a view's stages under a name. */
    public void saveView(String viewName, SampleCollection view, IfExists ifExists) {
        if (view.dataset() != this && !view.dataset().name().equals(name)) {
            throw new IllegalArgumentException(
                    "The view belongs to dataset '" + view.dataset().name() + "', not to '" + name + "'.");
        }
        if (hasSavedView(viewName)) {
            if (ifExists == IfExists.FAIL) {
                throw new IllegalStateException(
                        "Saved view '" + viewName + "' exists. Pass IfExists.REPLACE to store another under its name.");
            }
            if (ifExists == IfExists.LOAD) {
                return;
            }
        }
        view.count();
        edit("save view " + viewName, draft -> draft.views.put(viewName, Json.writeStages(view.stages())));
    }

    public View loadSavedView(String viewName) {
        String stages = state.views().get(viewName);
        if (stages == null) {
            throw Names.unknown(
                    "saved view",
                    viewName,
                    "dataset '" + name + "'",
                    state.views().keySet());
        }
        return new View(this, Json.readStages(stages));
    }

    public boolean hasSavedView(String viewName) {
        return state.views().containsKey(viewName);
    }

    /** Names of saved views in the order in which they were first saved. */
    public List<String> listSavedViews() {
        return List.copyOf(state.views().keySet());
    }

    public void deleteSavedView(String viewName) {
        loadSavedView(viewName);
        edit("delete view " + viewName, draft -> draft.views.remove(viewName));
    }

    /** Keeps a text, number, boolean, list, map or {@link LabelSchema} with the dataset. */
    public void setInfo(String key, Object value) {
        String json = Json.write(value);
        edit("set info " + key, draft -> draft.info.put(key, json));
    }

    /** What {@link #setInfo} stored, as texts, numbers, booleans, lists and maps. */
    public Object info(String key) {
        String json = state.info().get(key);
        if (json == null) {
            throw Names.unknown(
                    "info", key, "dataset '" + name + "'", state.info().keySet());
        }
        return Objects.requireNonNull(Json.read(json));
    }

    public boolean hasInfo(String key) {
        return state.info().containsKey(key);
    }

    public Map<String, Object> infoMap() {
        Map<String, Object> all = new LinkedHashMap<>();
        state.info().keySet().forEach(key -> all.put(key, info(key)));
        return all;
    }

    public void putRun(String kind, String key, String json) {
        putRun(kind, key, json, new byte[0]);
    }

    /** Stores a result, replacing one of the same kind and key. Within {@link #transaction} it is part of it. */
    public synchronized void putRun(String kind, String key, String json, byte[] blob) {
        store.putRun(new Run(kind, key, json, blob));
    }

    public synchronized Optional<Run> run(String kind, String key) {
        return store.run(kind, key);
    }

    /** Results of a kind in the order in which they were first stored. */
    public synchronized List<Run> runs(String kind) {
        return store.runs(kind);
    }

    public synchronized void deleteRun(String kind, String key) {
        store.deleteRun(kind, key);
    }

    // ---- safety

    /** Keeps everything that is committed under a name; one of the same name is replaced once this one is whole. */
    public void snapshot(String snapshot) {
        store.copyTo(snapshotFile(snapshot));
    }

    /** Names of the snapshots, sorted. */
    public List<String> snapshots() {
        Path all = folder.resolve("snapshots");
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (var files = Files.list(all)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".sqlite"))
                    .map(file -> file.substring(0, file.length() - ".sqlite".length()))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot list the snapshots of '" + name + "'.", failure);
        }
    }

    /** Takes samples, fields, views and info back to a snapshot; runs stay. Labels of people are kept in another first. */
    public void restore(String snapshot) {
        Path file = snapshotFile(snapshot);
        if (!Files.exists(file)) {
            throw Names.unknown("snapshot", snapshot, "dataset '" + name + "'", snapshots());
        }
        if (labelsByPeople() > 0) {
            keepPeoplesLabels("before-restoring-" + snapshot);
        }
        try (Store kept = Store.open(file)) {
            State then = kept.load(null);
            edit("restore " + snapshot, draft -> {
                draft.fields.clear();
                draft.fields.putAll(then.fields());
                draft.views.clear();
                draft.views.putAll(then.views());
                draft.info.clear();
                draft.info.putAll(then.info());
                then.settings().forEach((key, value) -> {
                    if (key.startsWith("model:")) {
                        draft.settings.put(key, value);
                    }
                });
            });
        }
    }

    private Path snapshotFile(String snapshot) {
        if (!snapshot.matches("[A-Za-z0-9._-]{1,80}")) {
            throw new IllegalArgumentException(
                    "'" + snapshot + "' is no name for a snapshot: use letters, digits, '.', '_' and '-'.");
        }
        return folder.resolve("snapshots").resolve(snapshot + ".sqlite");
    }

    /**
     * Holds {@code lease} until it is closed or this process ends; meant for work that two processes must not do at once.
     *
     * @throws IllegalStateException if another process holds it, naming that process
     */
    public Lease lease(String lease) {
        Path file = folder(".").resolve(Ids.of(lease) + ".lease");
        Path holder = folder(".").resolve(Ids.of(lease) + ".holder");
        // Closing any channel of a file gives up all locks of this process on it: never open one that is held here.
        if (!HELD.add(file)) {
            throw held(lease, "this process");
        }
        boolean taken = false;
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw held(lease, Files.exists(holder) ? Files.readString(holder) : "another process");
            }
            Files.writeString(holder, "process " + ProcessHandle.current().pid());
            taken = true;
            return new Lease(channel, file);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot take the lease '" + lease + "'.", failure);
        } finally {
            if (!taken) {
                HELD.remove(file);
            }
        }
    }

    private IllegalStateException held(String lease, String who) {
        return new IllegalStateException(
                "'" + lease + "' of dataset '" + name + "' is held by " + who + ". Wait for it, or end it.");
    }

    /** Work that one process holds; closing gives it back. */
    public static final class Lease implements AutoCloseable {
        private final FileChannel channel;
        private final Path file;

        private Lease(FileChannel channel, Path file) {
            this.channel = channel;
            this.file = file;
        }

        @Override
        public void close() {
            try {
                channel.close();
                HELD.remove(file);
            } catch (IOException failure) {
                throw new UncheckedIOException("A lease cannot be given back.", failure);
            }
        }
    }

    /** Reads everything again and checks it against its checksums; returns how many values were read. */
    public long verify() {
        State read = store.load(null);
        return (long) read.rows() * read.fields().size();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("Name:        ").append(name).append('\n');
        text.append("Media type:  ").append(mediaType()).append('\n');
        text.append(state.grouped() ? "Num groups:  " : "Num samples: ")
                .append(count())
                .append('\n');
        text.append("Tags:        ")
                .append(countSampleTags().labels().stream().sorted().toList())
                .append('\n');
        text.append("Sample fields:");
        int width =
                state.fields().keySet().stream().mapToInt(String::length).max().orElse(0);
        state.fields().forEach((field, column) -> text.append("\n    ")
                .append(String.format("%-" + (width + 1) + "s ", field + ":"))
                .append(column.type()));
        return text.toString();
    }
}
