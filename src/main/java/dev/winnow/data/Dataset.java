package dev.winnow.data;

import dev.winnow.label.FieldType;
import dev.winnow.label.LabelSchema;
import dev.winnow.label.Skeleton;
import dev.winnow.store.Backups;
import dev.winnow.store.Catalog;
import dev.winnow.store.DamagedFieldException;
import dev.winnow.store.ListColumn;
import dev.winnow.store.ObjectColumn;
import dev.winnow.store.SharedStores;
import dev.winnow.store.State;
import dev.winnow.store.Store;
import dev.winnow.store.StoredRun;
import dev.winnow.store.StringColumn;
import dev.winnow.vectors.Embeddings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Samples that stay: pictures on disk and what is known of each, kept in a {@link Home} under a name.
 *
 * <p>Every writing verb is one transaction, on disk when it returns; {@link #transaction} makes one of several. Two processes may
 * open one dataset: edits of different values both stay, edits of the same value raise {@link ConflictException}. This object
 * sees what others wrote after {@link #reload}, or after its own next write.
 */
public final class Dataset extends SampleCollection {
    static final String KNOWN_TAGS = "known_tags";

    private final Home home;
    private final String name;
    private final Path folder;
    /** Keeps the store open for as long as this object can be reached. */
    private final SharedStores.Handle handle;

    private final Store store;
    private final Snapshots snapshots;
    private volatile State state;

    /** Whether several edits are one transaction now, and whether what people labelled was kept before one of them. */
    private boolean inTransaction;

    private boolean kept;

    /** Zero and up: kept, since a page of a few rows would otherwise count to a million first. Nobody writes into it. */
    private volatile int[] allRows = new int[0];

    private Dataset(Home home, String name, Path folder) {
        this.home = home;
        this.name = name;
        this.folder = folder;
        handle = SharedStores.open(home.folder(), folder, home::removeAbandoned);
        store = handle.store();
        snapshots = new Snapshots(this, store, folder);
        state = store.load();
    }

    // ---- life

    /** A new, empty dataset, or what {@code ifExists} says where the name is taken. */
    public static Dataset create(Home home, String name, IfExists ifExists) {
        home.removeAbandoned();
        while (true) {
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
            Optional<Path> folder =
                    home.addIfFree(name, own -> SharedStores.open(home.folder(), own, home::removeAbandoned));
            if (folder.isPresent()) {
                return new Dataset(home, name, folder.get());
            }
            // Another process made it in this moment: asked again, it is there.
        }
    }

    /**
     * A dataset with a sample for each row: column {@code filepath} says where its picture lies, {@code tags} holds tags with commas
     * between them, the others become fields. One that is there already is what {@code ifExists} says.
     */
    public static Dataset fromTable(Home home, String name, tech.tablesaw.api.Table table, IfExists ifExists) {
        if (ifExists == IfExists.LOAD && home.exists(name)) {
            return load(home, name);
        }
        List<SampleDraft> drafts = TableWrites.drafts(table);
        Dataset dataset = create(home, name, ifExists);
        dataset.addSamples(drafts);
        return dataset;
    }

    public static Dataset load(Home home, String name) {
        home.removeAbandoned();
        Path folder =
                home.find(name).orElseThrow(() -> Names.unknown("dataset", name, "this home", home.listDatasets()));
        Catalog.labelOnce(folder, name);
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

    /** The number of labels that people made, of every type and in all fields: those with an {@code annotator} that is not a stand-in. */
    public int labelsByPeople() {
        return PeoplesLabels.count(state);
    }

    /**
     * Whether the dataset stays when nobody has it open any more. One that does not is deleted, without its pictures, when this process
     * ends, or the next time a dataset of its home is opened; never while a process has it open.
     */
    public boolean isPersistent() {
        return home.isPersistent(name);
    }

    public void setPersistent(boolean persistent) {
        home.setPersistent(name, persistent);
    }

    /** A dataset from what {@link #backup} wrote; its pictures are looked for where they were. */
    public static Dataset fromBackup(Home home, String name, Path backup) {
        if (home.exists(name)) {
            throw new IllegalStateException("Dataset '" + name + "' exists. Give the backup another name.");
        }
        return new Dataset(home, name, home.add(name, folder -> Backups.read(backup, folder)));
    }

    /** Takes the dataset out of its home. The pictures stay. */
    public void delete() {
        SharedStores.discard(folder);
        Runnable freeRoom = () -> Backups.deleteFolder(folder);
        try {
            home.remove(name);
        } catch (IllegalStateException full) {
            // A catalogue that finds no room does once the dataset's is free.
            freeRoom.run();
            home.remove(name);
        }
        freeRoom.run();
    }

    /** Sees what other processes wrote. */
    public void reload() {
        state = store.locked(() -> store.load(state));
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
    public List<Stage> stages() {
        return List.of();
    }

    State state() {
        return state;
    }

    /** All samples, of a grouped dataset those of every slice. */
    RowSelection everyRow() {
        State now = state;
        int[] rows = allRows;
        if (rows.length != now.rows()) {
            rows = IntStream.range(0, now.rows()).toArray();
            allRows = rows;
        }
        return RowSelection.of(now, name, rows);
    }

    /** All samples; of a grouped dataset those of its default slice. */
    @Override
    RowSelection rows() {
        RowSelection every = everyRow();
        State now = every.state();
        String slice = now.settings().get("default_slice");
        if (now.grouped() && slice != null) {
            StringColumn slices = (StringColumn) now.column(State.SLICE);
            return RowSelection.of(
                    now,
                    name,
                    Arrays.stream(every.rows())
                            .filter(row -> slice.equals(slices.get(row)))
                            .toArray());
        }
        return every;
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

    static List<String> knownTags(Map<String, String> settings) {
        String json = settings.get(KNOWN_TAGS);
        return json == null ? List.of() : StageJson.texts(json);
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
        edit("add field " + field, draft -> NewFields.add(draft, name, field, type));
    }

    /** Takes a field away; one that holds people's labels is kept in a snapshot first and the way back printed. */
    public void deleteSampleField(String field) {
        new FieldEdits(this).delete(field);
    }

    /** Makes a field missing for every sample; one that holds people's labels is kept in a snapshot first. */
    public void clearSampleField(String field) {
        new FieldEdits(this).clear(field);
    }

    /** Gives a field another name. Views that are stored name it as they did. */
    public void renameSampleField(String field, String newName) {
        new FieldEdits(this).rename(field, newName);
    }

    /** Copies a field with all it holds to a new one. */
    public void cloneSampleField(String field, String newName) {
        new FieldEdits(this).copy(field, newName);
    }

    /**
     * Adds samples, with new fields as their values need them.
     *
     * @return their ids, made from the file path; a path that comes again gets the next ordinal
     * @throws IllegalArgumentException for a box that is not valid, naming the sample; nothing is added then
     */
    public List<String> addSamples(List<SampleDraft> drafts) {
        return new SampleWrites(this).add(drafts);
    }

    /** Adds one sample; its id comes back. */
    public String addSample(SampleDraft draft) {
        return addSamples(List.of(draft)).get(0);
    }

    /** Adds the samples of another dataset or view, with all they have. Their ids come back. */
    public List<String> addCollection(SampleCollection other) {
        return addSamples(new Merges(this).drafts(other));
    }

    /**
     * Adds the samples whose path is new, one that comes again merged into the first. Of those that are there it sets the values that
     * are given, adds the tags, and merges lists of labels: a label takes the place of the one with its id, others come behind.
     *
     * @return the ids, in the order of {@code drafts}
     */
    public List<String> mergeSamples(List<SampleDraft> drafts) {
        return new Merges(this).merge(drafts);
    }

    public List<String> mergeSamples(SampleCollection other) {
        Merges merges = new Merges(this);
        return merges.merge(merges.drafts(other));
    }

    /** Takes samples out of the dataset; where some have labels of people, a snapshot is taken first and the way back printed. */
    public void deleteSamples(Collection<String> ids) {
        new SampleWrites(this).delete(ids);
    }

    // ---- transactions

    @Override
    public void setEmbeddings(String field, Embeddings embeddings) {
        new ValueWrites(this).setEmbeddings(field, embeddings);
    }

    void edit(String op, Consumer<State.Draft> edit) {
        edit(op, "before-" + op, edit);
    }

    /**
     * Makes one transaction of an edit. Where it loses labels of people, what is committed is kept first, once a transaction.
     *
     * @param keptAs the name of the snapshot that is taken then
     */
    void edit(String op, String keptAs, Consumer<State.Draft> edit) {
        store.locked(() -> edited(op, keptAs, edit));
    }

    private State edited(String op, String keptAs, Consumer<State.Draft> edit) {
        State before = state;
        store.ifNotKept(() -> state = before);
        try {
            state = store.commit(op, before, fresh -> {
                state = fresh;
                State next = fresh.change(edit);
                if (!kept && PeoplesLabels.lost(fresh, next)) {
                    snapshots.keepPeoplesLabels(keptAs);
                    kept = inTransaction;
                }
                return next;
            });
            return state;
        } catch (RuntimeException refused) {
            state = before;
            throw refused;
        }
    }

    /** Makes one transaction of all writes in {@code work}: all of them are stored, or none. */
    public void transaction(String op, Runnable work) {
        if (!store.begin()) {
            work.run();
            return;
        }
        State before = state;
        boolean done = false;
        boolean stored = false;
        inTransaction = true;
        try {
            work.run();
            done = true;
        } finally {
            inTransaction = false;
            kept = false;
            try {
                store.end(done);
                stored = done;
            } finally {
                if (!stored) {
                    state = before;
                }
            }
        }
    }

    // ---- saved views

    /** Stores a view's stages under a name. */
    public void saveView(String viewName, SampleCollection view, IfExists ifExists) {
        new SavedViews(this).save(viewName, view, ifExists);
    }

    /** Stores a view's stages under a name with a description for people and a colour for the App, such as {@code #ff6d04}. */
    public void saveView(String viewName, SampleCollection view, String description, String color, IfExists ifExists) {
        transaction("save view " + viewName, () -> {
            saveView(viewName, view, ifExists);
            updateSavedViewInfo(viewName, Map.of("description", description, "color", color));
        });
    }

    public View loadSavedView(String viewName) {
        return new SavedViews(this).load(viewName);
    }

    public boolean hasSavedView(String viewName) {
        return state.views().containsKey(viewName);
    }

    /** Names of saved views in the order in which they were first saved. */
    public List<String> listSavedViews() {
        return List.copyOf(state.views().keySet());
    }

    public void deleteSavedView(String viewName) {
        new SavedViews(this).delete(viewName);
    }

    /** What is known of a saved view beside its stages: name, description, color and its stages as text. */
    public Map<String, Object> savedViewInfo(String viewName) {
        return new SavedViews(this).info(viewName);
    }

    /** Sets the description, the color, or the name of a saved view. */
    public void updateSavedViewInfo(String viewName, Map<String, String> changes) {
        new SavedViews(this).update(viewName, changes);
    }

    // ---- info and runs

    /** What the dataset is, in words; empty where nobody said. */
    public String description() {
        return state.settings().getOrDefault("description", "");
    }

    public void setDescription(String description) {
        edit("describe", draft -> draft.settings.put("description", description));
    }

    /** Words for the dataset as a whole, such as a project; none where nobody said. */
    public List<String> tags() {
        String json = state.settings().get("tags");
        return json == null ? List.of() : StageJson.texts(json);
    }

    public void setTags(List<String> tags) {
        edit("set tags of the dataset", draft -> draft.settings.put("tags", StageJson.write(tags)));
    }

    /** The classes that the labels of a field may have, as they were set; else the default ones; none where nobody said. */
    public List<String> classes(String field) {
        return new LabelNotes(this).classes(field);
    }

    /** Sets the classes that the labels of a field may have, in the order of their numbers. */
    public void setClasses(String field, List<String> classes) {
        new LabelNotes(this).set(LabelNotes.CLASSES, field, classes);
    }

    /** The classes of every field for which none were set. */
    public List<String> defaultClasses() {
        return new LabelNotes(this).classes("");
    }

    public void setDefaultClasses(List<String> classes) {
        edit("set default classes", draft -> draft.settings.put(LabelNotes.CLASSES, StageJson.write(classes)));
    }

    /** What the values of a field's masks mean: {@code "1"}, or a colour such as {@code "#ff6d04"}, and the class; none where nobody said. */
    public Map<String, String> maskTargets(String field) {
        return new LabelNotes(this).maskTargets(field);
    }

    public void setMaskTargets(String field, Map<String, String> targets) {
        new LabelNotes(this).set(LabelNotes.MASK_TARGETS, field, targets);
    }

    /** What the points of a field's keypoints are called and how they are joined, where somebody said. */
    public Optional<Skeleton> skeleton(String field) {
        return new LabelNotes(this).skeleton(field);
    }

    public void setSkeleton(String field, Skeleton skeleton) {
        new LabelNotes(this).set(LabelNotes.SKELETON, field, skeleton.toJson());
    }

    /** Keeps a text, number, boolean, list, map or {@link LabelSchema} with the dataset. */
    public void setInfo(String key, Object value) {
        String json = StageJson.write(value);
        edit("set info " + key, draft -> draft.info.put(key, json));
    }

    /** What {@link #setInfo} stored, as texts, numbers, booleans, lists and maps. */
    public Object info(String key) {
        String json = state.info().get(key);
        if (json == null) {
            throw Names.unknown(
                    "info", key, "dataset '" + name + "'", state.info().keySet());
        }
        return Objects.requireNonNull(StageJson.read(json));
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
    public void putRun(String kind, String key, String json, byte[] blob) {
        store.putRun(new StoredRun(kind, key, json, blob));
    }

    public Optional<Run> run(String kind, String key) {
        return store.run(kind, key).map(Run::new);
    }

    /** Results of a kind in the order in which they were first stored. */
    public List<Run> runs(String kind) {
        return store.runs(kind).stream().map(Run::new).toList();
    }

    List<Run> allRuns() {
        return store.runs().stream().map(Run::new).toList();
    }

    public void deleteRun(String kind, String key) {
        store.deleteRun(kind, key);
    }

    // ---- evaluations and results of the brain

    /** Keys of the stored evaluations in the order in which they were first stored. */
    public List<String> listEvaluations() {
        return new StoredRuns(this, "evaluation").keys();
    }

    public boolean hasEvaluation(String evalKey) {
        return listEvaluations().contains(evalKey);
    }

    /** What was evaluated against what, how, and the figures, by name. */
    public Map<String, Object> evaluationInfo(String evalKey) {
        return new StoredRuns(this, "evaluation").info(evalKey);
    }

    /** The samples that an evaluation looked at. */
    public View loadEvaluationView(String evalKey) {
        evaluationInfo(evalKey);
        return exists(evalKey + "_tp");
    }

    /** Gives an evaluation another key, also to what it wrote on samples and labels. */
    public void renameEvaluation(String evalKey, String newKey) {
        new StoredRuns(this, "evaluation").rename(evalKey, newKey);
    }

    /** Takes an evaluation away, with what it wrote on samples and labels. */
    public void deleteEvaluation(String evalKey) {
        new StoredRuns(this, "evaluation").delete(evalKey);
    }

    /** Keys of the stored results of the brain, such as layouts. */
    public List<String> listBrainRuns() {
        return new StoredRuns(this, "brain").keys();
    }

    public boolean hasBrainRun(String brainKey) {
        return listBrainRuns().contains(brainKey);
    }

    public void renameBrainRun(String brainKey, String newKey) {
        new StoredRuns(this, "brain").rename(brainKey, newKey);
    }

    public void deleteBrainRun(String brainKey) {
        new StoredRuns(this, "brain").delete(brainKey);
    }

    // ---- safety

    /** Keeps everything that is committed under a name; one of the same name is replaced once this one is whole. */
    public void snapshot(String snapshot) {
        snapshots.take(snapshot);
    }

    /** Names of the snapshots, sorted. */
    public List<String> snapshots() {
        return snapshots.names();
    }

    public void deleteSnapshot(String snapshot) {
        snapshots.delete(snapshot);
    }

    /**
     * Copies what is committed, vectors too but not the pictures, to a new folder, which {@link #fromBackup} reads.
     *
     * @throws IllegalArgumentException if there is something under this name
     */
    public void backup(Path newFolder) {
        Backups.write(store, newFolder);
    }

    /**
     * Takes samples, fields, views and info back to a snapshot, with descriptions and classes; runs, known tags and where the pictures
     * lie stay. Labels of people are kept in another snapshot first.
     */
    public void restore(String snapshot) {
        snapshots.restore(snapshot);
    }

    /**
     * Holds {@code lease} until it is closed or this process ends; meant for work that two processes must not do at once.
     *
     * @throws IllegalStateException if another process holds it, naming that process
     */
    public Lease lease(String lease) {
        return Lease.take(this, lease);
    }

    /**
     * Reads everything on disk again, vectors too, and checks it: pages, checksums, counts.
     *
     * @return how many values were read
     * @throws DamagedFieldException for the first field that is damaged, naming all of them
     */
    public long verify() {
        return store.verify();
    }

    /** How large the dataset is: {@code samples}, {@code fields}, {@code labels}, {@code stored_bytes} on disk. */
    public Map<String, Long> stats() {
        Map<String, Long> stats = new LinkedHashMap<>();
        stats.put("samples", (long) state.rows());
        stats.put("fields", (long) state.fields().size());
        stats.put(
                "labels",
                state.fields().values().stream()
                        .mapToLong(column -> column instanceof ObjectColumn labels
                                ? labels.objects().size()
                                : 0)
                        .sum());
        try (var files = Files.walk(folder)) {
            stats.put(
                    "stored_bytes",
                    files.filter(file -> file.getFileName().toString().startsWith("dataset.sqlite")
                                    || file.getFileName().toString().endsWith(".npy"))
                            .mapToLong(file -> file.toFile().length())
                            .sum());
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the sizes of dataset '" + name + "'.", failure);
        }
        return stats;
    }

    /** Name, kind of media, number of samples, tags and fields, a line each. */
    public String summary() {
        return toString();
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
                .append(String.format(Locale.ROOT, "%-" + (width + 1) + "s ", field + ":"))
                .append(column.type()));
        return text.toString();
    }
}
