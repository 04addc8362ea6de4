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

/** A batch to be labelled: the picks with their sources and reasons, and what was asked of each source and filled. Nothing is written yet. */
public final class Plan {
    private static final Gson GSON = new GsonBuilder()
            .serializeSpecialFloatingPointValues()
            .disableHtmlEscaping()
            .create();

    private final Dataset dataset;
    private final Content content;

    /**
     * A chosen sample.
     *
     * @param source {@code coverage, fn_mining, fp_mining, confusion} or {@code backfill}
     * @param rank its place within the source, from 1
     * @param reason a sentence: what it adds, or which failure it came from
     */
    public record Pick(String id, String file, String source, int rank, double score, String reason) {}

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
            Map<String, Integer> refused) {}

    record Content(List<Pick> picks, List<Source> sources, Inputs inputs, List<String> notes) {}

    Plan(Dataset dataset, Content content) {
        this.dataset = dataset;
        this.content = content;
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
        Inputs now = content.inputs();
        Inputs other = new Inputs(
                now.evalKey(),
                now.embeddingsField(),
                now.budget(),
                now.seed(),
                Acquisition.weights((int) Math.round(share * 100)),
                now.candidates(),
                now.labelled(),
                now.refused());
        return new Selection(dataset, other).plan();
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
        Plan again = new Selection(dataset, content.inputs()).plan();
        return again.json().equals(json()) ? "" : difference(again);
    }

    /** The first difference of another plan to this one. */
    String difference(Plan other) {
        List<Pick> mine = picks();
        List<Pick> theirs = other.picks();
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

    static List<String> names(Dataset dataset) {
        return dataset.runs(RunKind.LEDGER.text()).stream().map(Run::key).toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Plan of " + content.picks().size() + " images, seed "
                + content.inputs().seed() + ", against " + content.inputs().evalKey());
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
        for (Pick pick : content.picks()) {
            text.append(String.format(Locale.ROOT, "\n  %-20s %-10s %s", pick.file(), pick.source(), pick.reason()));
        }
        return text.toString();
    }
}
