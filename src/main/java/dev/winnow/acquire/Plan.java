package dev.winnow.acquire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.winnow.data.Dataset;
import dev.winnow.data.IfExists;
import dev.winnow.data.Run;
import dev.winnow.data.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A batch to be labelled: the picks with their sources and reasons, and what was asked of each source and filled. Nothing is written yet. */
public final class Plan {
    private static final Gson GSON = new GsonBuilder()
            .serializeSpecialFloatingPointValues()
            .disableHtmlEscaping()
            .create();

    private final Dataset dataset;
    private final Content content;
    private final @Nullable Space space;

    /**
     * A chosen sample.
     *
     * @param source {@code coverage, fn_mining, fp_mining, confusion} or {@code backfill}
     * @param rank its place within the source, from 1
     * @param score what its source maximised
     * @param reason a sentence: what it adds, or which failure it came from
     * @param evidence the failures it came from, the nearest first; null in plans of rule 1, which kept none
     * @param labelledDistance 1 - cosine to the nearest labelled sample; null where nothing was labelled, and in plans of rule 1
     */
    public record Pick(
            String id,
            String file,
            String source,
            int rank,
            double score,
            String reason,
            @Nullable List<Evidence> evidence,
            @Nullable Double labelledDistance) {}

    /**
     * A failure that a pick came from.
     *
     * @param sampleId the evaluated image
     * @param labelId the object that was missed or confused, or the prediction that was wrong
     * @param cosine of the vectors of the two images, which anybody can compute again
     */
    public record Evidence(String sampleId, String labelId, double cosine) {}

    /** What a source was asked for, what it gave, and why it gave less. */
    public record Source(String name, int asked, int filled, String why) {}

    /** All that the choice depended on, so that it can be made again and compared. */
    record Inputs(
            String evalKey,
            String embeddingsField,
            int budget,
            long seed,
            Map<String, Integer> weights,
            List<String> candidates,
            List<String> labelled,
            Map<String, Integer> refused,
            @Nullable Integer rule,
            @Nullable String predictions) {
        Inputs withWeights(Map<String, Integer> other) {
            return new Inputs(
                    evalKey, embeddingsField, budget, seed, other, candidates, labelled, refused, rule, predictions);
        }
    }

    record Content(
            List<Pick> picks, List<Source> sources, Inputs inputs, List<String> notes, @Nullable Hashes hashes) {}

    Plan(Dataset dataset, Content content) {
        this(dataset, content, null);
    }

    /** A plan with the vectors it was chosen by, so that another share of coverage need not read them again. */
    Plan(Dataset dataset, Content content, @Nullable Space space) {
        this.dataset = dataset;
        this.content = content;
        this.space = space;
    }

    public Dataset dataset() {
        return dataset;
    }

    public List<Pick> picks() {
        return content.picks();
    }

    public List<Source> sources() {
        return content.sources();
    }

    public List<String> notes() {
        return content.notes();
    }

    public List<String> ids() {
        return content.picks().stream().map(Pick::id).toList();
    }

    /** The picks as a view of the dataset. */
    public View view() {
        return dataset.select(ids());
    }

    /** The source of each picked id. */
    public Map<String, String> sourceById() {
        Map<String, String> sources = new LinkedHashMap<>();
        content.picks().forEach(pick -> sources.put(pick.id(), pick.source()));
        return sources;
    }

    /** The share of coverage that was asked for, in [0, 1]. */
    public double coverage() {
        int all = content.inputs().weights().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        return all == 0 ? 0 : (double) content.inputs().weights().getOrDefault(Acquisition.COVERAGE, 0) / all;
    }

    /** The batch that another share of coverage gives, everything else being the same. Reads only. */
    public Plan coverage(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("The share of coverage lies in [0, 1], not " + share + ".");
        }
        Inputs other = content.inputs().withWeights(Acquisition.weights((int) Math.round(share * 100)));
        Hashes hashes = content.hashes();
        return space == null || hashes == null
                ? Selection.plan(dataset, other)
                : Selection.plan(dataset, other, space, hashes.withRecipe(other));
    }

    /** Whether the seed had a part in it: something was drawn. */
    boolean drawn() {
        return content.picks().stream().anyMatch(pick -> pick.reason().startsWith("drawn at random"))
                || content.sources().stream()
                        .anyMatch(source -> source.filled() > 0
                                && Strategies.names().contains(source.name())
                                && Strategies.named(source.name()).draws());
    }

    Inputs inputs() {
        return content.inputs();
    }

    /** The plan as the ledger stores it. */
    String json() {
        return GSON.toJson(content);
    }

    /** A batch that the ledger holds. */
    public static Optional<Plan> stored(Dataset dataset, String name) {
        return dataset.run(RunKind.LEDGER.text(), name)
                .map(run -> new Plan(dataset, GSON.fromJson(run.json(), Content.class)));
    }

    /**
     * Reserves the picks under a name, in one transaction: tags {@code batch:<name>}, {@code to_annotate} and
     * {@code source:<source>_<name>}, status {@code selected}, a saved view, a row in the ledger. A name that the ledger holds is shown,
     * not made again.
     *
     * @throws IllegalStateException if a pick may no longer be chosen; nothing is written then
     */
    public Plan apply(String name) {
        Round round = new Round(name);
        AtomicReference<Plan> before = new AtomicReference<>();
        dataset.transaction("apply batch " + name, () -> {
            // What other processes did until now counts, and none can come between here and the last write.
            dataset.reload();
            Optional<Plan> stored = stored(dataset, name);
            if (stored.isPresent()) {
                before.set(stored.get());
                return;
            }
            Guard.of(
                            dataset,
                            name,
                            content.inputs().embeddingsField(),
                            Queries.evaluated(dataset, content.inputs().evalKey()))
                    .require(ids());
            reserve(round);
        });
        Plan stored = before.get();
        if (stored == null) {
            System.out.println("Batch " + name + ": " + content.picks().size() + " samples reserved.");
            return this;
        }
        System.out.println("Batch " + name + " is in the ledger already: shown, not made again."
                + (stored.ids().equals(ids()) ? "" : " It is NOT this plan: " + stored.difference(this) + "."));
        return stored;
    }

    private void reserve(Round round) {
        Status.prepare(dataset);
        View batch = view();
        batch.tagSamples(round.batchTag(), LoopFields.TO_ANNOTATE);
        Map<String, List<String>> bySource = new LinkedHashMap<>();
        content.picks().forEach(pick -> bySource.computeIfAbsent(pick.source(), s -> new ArrayList<>())
                .add(pick.id()));
        bySource.forEach((source, ids) -> dataset.select(ids).tagSamples(round.sourceTag(source)));
        Status.SELECTED.advance(batch);
        dataset.saveView(round.savedView(), dataset.matchTags(round.batchTag()), IfExists.REPLACE);
        dataset.putRun(RunKind.LEDGER.text(), round.name(), json());
    }

    /**
     * Makes the plan again from its inputs and says where it first differs; empty if it comes out the same byte for byte.
     */
    String difference() {
        Set<String> there = new HashSet<>(dataset.ids());
        long gone = Stream.concat(content.inputs().candidates().stream(), content.inputs().labelled().stream())
                .filter(id -> !there.contains(id))
                .count();
        if (gone > 0) {
            return "cannot be replayed: " + gone + " of its inputs are gone";
        }
        String evalKey = content.inputs().evalKey();
        if (!evalKey.isEmpty() && !dataset.hasEvaluation(evalKey)) {
            return "cannot be replayed: evaluation '" + evalKey + "' is gone";
        }
        if (!dataset.hasField(content.inputs().embeddingsField())) {
            return "cannot be replayed: the embeddings '" + content.inputs().embeddingsField() + "' are gone";
        }
        Plan again = Selection.plan(dataset, content.inputs());
        return again.json().equals(json()) ? "" : difference(again);
    }

    /** The first difference of another plan to this one. */
    String difference(Plan other) {
        return difference(content, other.content);
    }

    /** The first difference of one plan to another: which of its inputs is another one, and the first pick that differs. */
    static String difference(Content here, Content there) {
        Hashes ours = here.hashes();
        Hashes theirs = there.hashes();
        String input = ours == null || theirs == null ? "" : ours.difference(theirs);
        return (input.isEmpty() ? "" : input + "; ") + differentPick(here.picks(), there.picks());
    }

    private static String differentPick(List<Pick> mine, List<Pick> theirs) {
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            if (!mine.get(i).equals(theirs.get(i))) {
                return "pick " + (i + 1) + " is " + mine.get(i).file() + " ("
                        + mine.get(i).source() + ", "
                        + mine.get(i).reason() + ") here and " + theirs.get(i).file() + " ("
                        + theirs.get(i).source() + ", " + theirs.get(i).reason() + ") there";
            }
        }
        return mine.size() == theirs.size()
                ? "the picks are the same, what was asked and noted is not"
                : mine.size() + " picks here and " + theirs.size() + " there";
    }

    Content content() {
        return content;
    }

    /**
     * What the batch is worth before any label is paid for, beside random batches of its size. Reads the vectors; empty where samples of the
     * pool were deleted since.
     */
    public Optional<BatchMetrics> metrics() {
        if (!dataset.hasField(content.inputs().embeddingsField())
                || content.picks().isEmpty()) {
            return Optional.empty();
        }
        Space now = space != null
                ? space
                : new Space(dataset.embeddings(content.inputs().embeddingsField()));
        boolean whole = content.inputs().candidates().stream()
                .allMatch(id -> now.rowOf().containsKey(id));
        return whole ? Optional.of(BatchMetrics.of(this, now)) : Optional.empty();
    }

    static List<String> names(Dataset dataset) {
        return dataset.runs(RunKind.LEDGER.text()).stream().map(Run::key).toList();
    }

    @Override
    public String toString() {
        String evalKey = content.inputs().evalKey();
        StringBuilder text = new StringBuilder("Plan of " + content.picks().size() + " images"
                + (drawn() ? ", seed " + content.inputs().seed() : "")
                + (evalKey.isEmpty() ? "" : ", against " + evalKey));
        text.append(String.format(Locale.ROOT, "\n  %-10s %5s %6s  %s", "source", "asked", "filled", "why"));
        for (Source source : content.sources()) {
            text.append(String.format(
                            Locale.ROOT,
                            "\n  %-10s %5d %6d  %s",
                            source.name(),
                            source.asked(),
                            source.filled(),
                            source.why())
                    .stripTrailing());
        }
        content.notes().forEach(note -> text.append("\n  note: ").append(note));
        if (content.hashes() != null) {
            metrics().ifPresent(metrics -> text.append("\n  ")
                    .append(metrics.toString().replace("\n", "\n  ")));
        }
        for (Pick pick : content.picks()) {
            text.append(String.format(Locale.ROOT, "\n  %-20s %-10s %s", pick.file(), pick.source(), pick.reason()));
        }
        return text.toString();
    }
}
