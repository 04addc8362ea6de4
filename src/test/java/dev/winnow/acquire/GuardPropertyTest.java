package dev.winnow.acquire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.data.Dataset;
import dev.winnow.data.Sample;
import dev.winnow.evaluate.DetectionEvaluator;
import dev.winnow.evaluate.Evaluation;
import dev.winnow.evaluate.EvaluationOptions;
import dev.winnow.label.Detection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds of every plan, whatever state the dataset is in: 60 random states, 10,000 of them with -Dwinnow.soak=true. */
class GuardPropertyTest {
    private static final List<String> ROLES = List.of("pool", "pool", "pool", "train", "val", "test", "golden", "");
    private static final List<String> STATES = List.of("unlabeled", "unlabeled", "unlabeled", "selected", "annotated");

    @TempDir
    Path folder;

    @Test
    void no_plan_picks_what_is_forbidden_or_exceeds_its_budget_and_its_sources_sum() {
        int states = Boolean.getBoolean("winnow.soak") ? 10_000 : 60;
        Dataset dataset = Made.unsplit(folder, "states", 30);
        dataset.addSampleField("annotation_status", dev.winnow.label.FieldType.STRING);
        List<String> ids = dataset.ids();
        Random random = new Random(7);
        for (int state = 0; state < states; state++) {
            Set<String> forbidden = shuffle(dataset, ids, random);
            List<String> val = dataset.matchTags("split:val").ids();
            Acquisition recipe = recipe(random);
            Plan plan;
            try {
                plan = random.nextInt(4) == 0 || val.isEmpty()
                        ? recipe.select(dataset)
                        : recipe.select(dataset, evaluation(dataset));
            } catch (IllegalArgumentException none) {
                assertThat(none).hasMessageContaining("No sample may be chosen");
                assertThat(forbidden).hasSize(30);
                continue;
            }
            int budget = plan.inputs().budget();
            assertThat(plan.ids()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(forbidden);
            assertThat(plan.ids()).hasSize(Math.min(budget, 30 - forbidden.size()));
            assertThat(plan.sources().stream().mapToInt(Plan.Source::filled).sum())
                    .isEqualTo(plan.ids().size());
            assertThat(plan.sources().stream().mapToInt(Plan.Source::asked).sum())
                    .isEqualTo(plan.ids().size());
            assertThat(Selection.plan(dataset, plan.inputs()).json()).isEqualTo(plan.json());
        }
    }

    private static Acquisition recipe(Random random) {
        Acquisition recipe = random.nextBoolean()
                ? Acquisition.hybrid().coverage(random.nextInt(11) / 10.0)
                : Acquisition.strategy(List.of("random", "k_center", "coverage", "uniqueness", "typiclust", "probcover")
                        .get(random.nextInt(6)));
        return recipe.budget(Budget.images(1 + random.nextInt(35))).seed(random.nextInt(5));
    }

    /** Gives every sample a role, a state and a sequence at random; those that may not be chosen come back. */
    private static Set<String> shuffle(Dataset dataset, List<String> ids, Random random) {
        Map<String, List<String>> tags = new LinkedHashMap<>();
        Map<String, String> states = new LinkedHashMap<>();
        Map<String, String> sequences = new LinkedHashMap<>();
        Set<String> held = new HashSet<>();
        Set<String> forbidden = new HashSet<>();
        // One sample is always the pool's, so that roles are given and the tag is known.
        for (String id : ids) {
            String role = id.equals(ids.get(0)) ? "pool" : id.equals(ids.get(1)) ? "val" : ROLES.get(random.nextInt(8));
            tags.computeIfAbsent(role, r -> new ArrayList<>()).add(id);
            states.put(id, STATES.get(random.nextInt(5)));
            sequences.put(id, "s" + random.nextInt(25));
            boolean trainable = role.equals("pool") || role.equals("train");
            if (!trainable && !role.isEmpty()) {
                held.add(sequences.get(id));
            }
            if (!trainable || !"unlabeled".equals(states.get(id))) {
                forbidden.add(id);
            }
        }
        sequences.forEach((id, sequence) -> {
            if (held.contains(sequence)) {
                forbidden.add(id);
            }
        });
        dataset.transaction("state", () -> {
            for (String role : List.of("pool", "train", "val", "test", "golden")) {
                dataset.untagSamples("split:" + role);
            }
            tags.forEach((role, own) -> {
                if (!role.isEmpty()) {
                    dataset.select(own).tagSamples("split:" + role);
                }
            });
            dataset.setValues("annotation_status", states);
            dataset.setValues("sequence", sequences);
        });
        return forbidden;
    }

    private static Evaluation evaluation(Dataset dataset) {
        Map<String, List<Detection>> found = new LinkedHashMap<>();
        for (Sample sample : dataset.matchTags("split:val").samples()) {
            found.put(
                    sample.id(),
                    sample.id().hashCode() % 3 == 0
                            ? List.of(Detection.of("Car", 0.6, 0.6, 0.2, 0.2).withConfidence(0.8))
                            : List.of());
        }
        dataset.setDetections("predictions", found);
        return DetectionEvaluator.evaluate(
                dataset.matchTags("split:val"), "predictions", "ground_truth", "eval", EvaluationOptions.defaults());
    }
}
