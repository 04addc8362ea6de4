package dev.winnow.data;

import dev.winnow.store.State;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A dataset and the stages that choose from it: an immutable value, evaluated anew by every reading verb. */
public final class View extends SampleCollection {
    private final Dataset dataset;
    private final List<Stage> stages;
    private @Nullable RowSelection evaluated;

    View(Dataset dataset, List<Stage> stages) {
        this.dataset = dataset;
        this.stages = List.copyOf(stages);
    }

    @Override
    public Dataset dataset() {
        return dataset;
    }

    @Override
    public List<Stage> stages() {
        return stages;
    }

    @Override
    synchronized RowSelection rows() {
        State now = dataset.state();
        if (evaluated == null || evaluated.stored() != now) {
            evaluated = Stages.apply(dataset, stages);
        }
        return evaluated;
    }

    /** Whether the rows are labels rather than samples. */
    public boolean isPatches() {
        return rows().patches() != null;
    }

    /** The label fields whose labels are the rows; none where the rows are samples. */
    public List<String> patchFields() {
        RowSelection.Patches patches = rows().patches();
        return patches == null
                ? List.of()
                : patches.objects().keySet().stream().sorted().toList();
    }

    /** The chain that rebuilds the view. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("dataset");
        stages.forEach(text::append);
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof View view && dataset.name().equals(view.dataset.name()) && stages.equals(view.stages);
    }

    @Override
    public int hashCode() {
        return Objects.hash(dataset.name(), stages);
    }
}
