package dev.winnow.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The views that a dataset keeps under names: their stages, and what is said of them for people and the App. */
final class SavedViews {
    private static final String ABOUT = "view:";
    private static final List<String> PARTS = List.of("name", "description", "color");

    private final Dataset dataset;

    SavedViews(Dataset dataset) {
        this.dataset = dataset;
    }

    void save(String name, SampleCollection view, IfExists ifExists) {
        if (view.dataset() != dataset && !view.dataset().name().equals(dataset.name())) {
            throw new IllegalArgumentException(
                    "The view belongs to dataset '" + view.dataset().name() + "', not to '" + dataset.name() + "'.");
        }
        // Read once, so that no view is stored that names what is not there.
        view.count();
        String stages = StageJson.writeStages(view.stages());
        dataset.edit("save view " + name, draft -> {
            // Whether it is there is asked of what is stored now, in the transaction that stores it.
            if (draft.views.containsKey(name) && ifExists == IfExists.FAIL) {
                throw new IllegalStateException(
                        "Saved view '" + name + "' exists. Pass IfExists.REPLACE to store another under its name.");
            }
            if (!draft.views.containsKey(name) || ifExists == IfExists.REPLACE) {
                draft.views.put(name, stages);
            }
        });
    }

    View load(String name) {
        return new View(dataset, StageJson.readStages(stages(dataset.state().views(), name)));
    }

    private String stages(Map<String, String> views, String name) {
        String stages = views.get(name);
        if (stages == null) {
            throw Names.unknown("saved view", name, "dataset '" + dataset.name() + "'", views.keySet());
        }
        return stages;
    }

    void delete(String name) {
        dataset.edit("delete view " + name, draft -> {
            stages(draft.views, name);
            draft.views.remove(name);
            draft.settings.remove(ABOUT + name);
        });
    }

    Map<String, Object> info(String name) {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("name", name);
        info.put("stages", load(name).toString());
        String stored = dataset.state().settings().get(ABOUT + name);
        if (stored != null && StageJson.read(stored) instanceof Map<?, ?> more) {
            more.forEach((key, value) -> info.put(String.valueOf(key), Objects.requireNonNull(value)));
        }
        return info;
    }

    void update(String name, Map<String, String> changes) {
        for (String key : changes.keySet()) {
            if (!PARTS.contains(key)) {
                throw Names.unknown("part", key, "a saved view", PARTS);
            }
        }
        Map<String, Object> info = info(name);
        info.putAll(changes);
        String newName = String.valueOf(info.remove("name"));
        info.remove("stages");
        dataset.edit("describe view " + name, draft -> {
            if (!newName.equals(name) && draft.views.containsKey(newName)) {
                throw new IllegalArgumentException("Saved view '" + newName + "' exists. Choose another name.");
            }
            String stages = stages(draft.views, name);
            if (!newName.equals(name)) {
                draft.views.remove(name);
                draft.views.put(newName, stages);
                draft.settings.remove(ABOUT + name);
            }
            draft.settings.put(ABOUT + newName, StageJson.write(info));
        });
    }
}
