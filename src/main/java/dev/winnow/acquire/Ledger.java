package dev.winnow.acquire;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import dev.winnow.data.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plans of all batches of a dataset as one value that can leave it: written to a file, checked against a dataset later, compared with the
 * ledger of another loop.
 *
 * @param dataset the name of the dataset that the batches were chosen from
 * @param plans by batch, in the order in which they were applied
 */
public record Ledger(String dataset, Map<String, Plan.Content> plans) {
    private static final Gson GSON = new GsonBuilder()
            .serializeSpecialFloatingPointValues()
            .disableHtmlEscaping()
            .create();

    /** The ledger of a dataset. */
    public static Ledger of(Dataset dataset) {
        Map<String, Plan.Content> plans = new LinkedHashMap<>();
        for (String name : Plan.names(dataset)) {
            plans.put(name, Plan.stored(dataset, name).orElseThrow().content());
        }
        return new Ledger(dataset.name(), plans);
    }

    /**
     * Reads a ledger that {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the file is no such ledger
     */
    public static Ledger read(Path file) {
        try {
            Ledger ledger = GSON.fromJson(Files.readString(file), Ledger.class);
            if (ledger == null || ledger.dataset() == null || ledger.plans() == null) {
                throw new IllegalArgumentException(
                        file.getFileName() + " is no ledger: it has no dataset or no plans.");
            }
            ledger.plans().forEach((name, content) -> {
                if (content == null || content.picks() == null || content.inputs() == null) {
                    throw new IllegalArgumentException(
                            "Batch '" + name + "' of " + file.getFileName() + " has no picks or no inputs.");
                }
            });
            return ledger;
        } catch (JsonParseException broken) {
            throw new IllegalArgumentException(
                    file.getFileName() + " is no ledger: " + broken.getMessage() + ".", broken);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read " + file + ".", failure);
        }
    }

    /** Writes it as JSON, replacing a file of that name. */
    public void write(Path file) {
        try {
            Files.writeString(file, GSON.toJson(this));
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot write " + file + ".", failure);
        }
    }

    /** The batches by name. */
    public List<String> batches() {
        return List.copyOf(plans.keySet());
    }

    /**
     * Makes every batch again from a dataset and says of each {@code same}, or the first pick that differs and why.
     *
     * @return by batch
     */
    public Map<String, String> verify(Dataset from) {
        Map<String, String> verdicts = new LinkedHashMap<>();
        plans.forEach((name, content) -> {
            String difference = new Plan(from, content).difference();
            verdicts.put(name, difference.isEmpty() ? "same" : difference);
        });
        return verdicts;
    }

    /** Where another ledger differs, by batch: {@code same}, the first difference, or that one of the two has no such batch. */
    public Map<String, String> diff(Ledger other) {
        Map<String, String> differences = new LinkedHashMap<>();
        plans.forEach((name, content) -> {
            Plan.Content theirs = other.plans().get(name);
            differences.put(name, theirs == null ? "only here" : difference(content, theirs));
        });
        other.plans().keySet().stream()
                .filter(name -> !plans.containsKey(name))
                .forEach(name -> differences.put(name, "only there"));
        return differences;
    }

    private static String difference(Plan.Content here, Plan.Content there) {
        return GSON.toJson(here).equals(GSON.toJson(there)) ? "same" : Plan.difference(here, there);
    }
}
