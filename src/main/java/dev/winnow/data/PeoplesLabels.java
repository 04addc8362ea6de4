package dev.winnow.data;

import dev.winnow.label.Label;
import dev.winnow.store.Column;
import dev.winnow.store.DetectionColumn;
import dev.winnow.store.ObjectColumn;
import dev.winnow.store.State;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The labels that people made, in fields of every type that holds labels ({@link Label#byPerson()}), and whether an edit loses them. An
 * edit does where a sample had one in a field and is left with none there, unless the field goes on under another name.
 */
final class PeoplesLabels {
    private PeoplesLabels() {}

    /** The number of labels made by people, of all fields. */
    static int count(State state) {
        int count = 0;
        for (Column column : state.fields().values()) {
            if (column instanceof ObjectColumn labels) {
                for (Object maker : makers(labels)) {
                    count += Label.isPerson(maker) ? 1 : 0;
                }
            }
        }
        return count;
    }

    /** Whether what people made is gone, or no longer theirs, where {@code after} takes the place of {@code before}. */
    static boolean lost(State before, State after) {
        Set<String> elsewhere = null;
        boolean sameRows = before.column(State.ID) == after.column(State.ID);
        for (var field : before.fields().entrySet()) {
            Column now = after.fields().get(field.getKey());
            if (!(field.getValue() instanceof ObjectColumn labels) || now == labels) {
                continue;
            }
            @Nullable Object[] makers = makers(labels);
            DetectionColumn objects = labels.objects();
            for (int row = 0; makers.length > 0 && row < objects.rows(); row++) {
                if (!byPerson(objects, makers, row)) {
                    continue;
                }
                int nowRow = sameRows ? row : after.index().find(before.id(row));
                if (nowRow >= 0 && now instanceof ObjectColumn left && byPerson(left.objects(), makers(left), nowRow)) {
                    continue;
                }
                if (elsewhere == null) {
                    elsewhere = idsOfChanged(before, after);
                }
                if (!anyOf(objects, makers, row, elsewhere)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The ids of people's labels in fields that are new or changed: where a field goes that gets another name. */
    private static Set<String> idsOfChanged(State before, State after) {
        Set<String> ids = new HashSet<>();
        after.fields().forEach((name, column) -> {
            if (column instanceof ObjectColumn labels && before.fields().get(name) == null) {
                @Nullable Object[] makers = makers(labels);
                for (int object = 0; object < makers.length; object++) {
                    if (Label.isPerson(makers[object])) {
                        ids.add(labels.objects().id(object));
                    }
                }
            }
        });
        return ids;
    }

    private static boolean anyOf(DetectionColumn objects, @Nullable Object[] makers, int row, Set<String> ids) {
        for (int object = objects.first(row); object < objects.first(row + 1); object++) {
            if (Label.isPerson(makers[object]) && ids.contains(objects.id(object))) {
                return true;
            }
        }
        return false;
    }

    private static boolean byPerson(DetectionColumn objects, @Nullable Object[] makers, int row) {
        for (int object = objects.first(row); makers.length > 0 && object < objects.first(row + 1); object++) {
            if (Label.isPerson(makers[object])) {
                return true;
            }
        }
        return false;
    }

    /** Who made each label of a column, in its order; empty where no label says. */
    private static @Nullable Object[] makers(ObjectColumn labels) {
        return labels.objects().attributes().getOrDefault(Label.ANNOTATOR, new @Nullable Object[0]);
    }
}
