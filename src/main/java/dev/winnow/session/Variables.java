package dev.winnow.session;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * The session's variables as objects. Each is a static field of a class that JShell wrote; when a class that it depends on changes
 * shape, JShell writes that class anew and its fields with it. Values that still fit are then carried over, the others are named.
 */
final class Variables {
    private final JShell shell;
    private final Origins origins;
    private final SnippetLoader loader;
    private final Map<String, Home> homes = new HashMap<>();
    private final Map<String, String> types = new HashMap<>();

    /** The class that holds a variable, and the cell that declared it. */
    private record Home(String className, int cell) {}

    Variables(JShell shell, Origins origins, SnippetLoader loader) {
        this.shell = shell;
        this.origins = origins;
        this.loader = loader;
    }

    /** Follows what JShell did for a piece of cell {@code number}, and says which variables lost their values. */
    void update(List<SnippetEvent> events, int number, Output output) {
        String changed = "";
        boolean reshaped = false;
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null && event.snippet() instanceof DeclarationSnippet declared) {
                changed = declared.name();
                reshaped |= declared instanceof TypeDeclSnippet type && isReshaped(type);
            }
        }
        Map<String, Integer> reset = new TreeMap<>();
        for (SnippetEvent event : events) {
            if (event.snippet() instanceof VarSnippet variable && event.status() != Snippet.Status.REJECTED) {
                follow(event, variable, number, changed, reset);
            }
        }
        Map<String, Integer> outdated = reshaped ? holdingOld(changed, reset.keySet()) : Map.of();
        if (!reset.isEmpty()) {
            output.stderr("Reset, because " + changed + " changed its shape: " + advice(reset));
        }
        if (!outdated.isEmpty()) {
            output.stderr("Still made with the old " + changed + ": " + advice(outdated));
        }
    }

    private static String advice(Map<String, Integer> names) {
        List<Integer> cells = List.copyOf(new TreeSet<>(names.values()));
        return String.join(", ", names.keySet()) + ". To set " + (names.size() == 1 ? "it" : "them") + " again, re-run "
                + (cells.size() == 1
                        ? "cell " + cells.get(0)
                        : "cells " + cells.toString().replaceAll("[\\[\\]]", ""))
                + ".\n";
    }

    /** Whether the class of a type that was there before is another now. */
    private boolean isReshaped(TypeDeclSnippet type) {
        String now = origins.className(type);
        String before = types.put(type.name(), now);
        return before != null && !before.equals(now);
    }

    /**
     * Variables that still hold what belongs to a type of before, and the cells that declared them: their type speaks of it, or they
     * hold a lambda that was written with it or with a variable that was reset for it.
     */
    private Map<String, Integer> holdingOld(String type, Set<String> reset) {
        Map<String, Integer> found = new TreeMap<>();
        shell.variables().filter(variable -> !reset.contains(variable.name())).forEach(variable -> {
            Home home = homes.get(variable.name());
            Object value = value(variable.name()).orElse(null);
            if (home != null
                    && value != null
                    && (mentions(variable.typeName(), type)
                            || value.getClass().isHidden()
                                    && (mentions(variable.source(), type)
                                            || reset.stream().anyMatch(name -> mentions(variable.source(), name))))) {
                found.put(variable.name(), home.cell());
            }
        });
        return found;
    }

    private void follow(
            SnippetEvent event, VarSnippet variable, int number, String changed, Map<String, Integer> reset) {
        String name = variable.name();
        boolean own = event.causeSnippet() == null;
        Home before = homes.get(name);
        if (event.status() == Snippet.Status.OVERWRITTEN || event.status() == Snippet.Status.DROPPED) {
            return;
        }
        String className = origins.className(variable);
        if (!own && before != null && event.status() == Snippet.Status.RECOVERABLE_NOT_DEFINED) {
            // Its initializer does not compile against the new shape: keep the name at least.
            reset.put(name, before.cell());
            field(before.className(), name).ifPresent(field -> set(field, null));
            shell.eval(variable.typeName() + " " + name + ";").stream()
                    .filter(again -> again.status() == Snippet.Status.VALID)
                    .forEach(again -> homes.put(name, new Home(origins.className(again.snippet()), before.cell())));
            return;
        }
        homes.put(name, new Home(className, own || before == null ? number : before.cell()));
        if (before == null || before.className().equals(className)) {
            return;
        }
        Optional<Field> old = field(before.className(), name);
        if (!own && old.isPresent()) {
            Optional<Field> now = field(className, name);
            boolean fits = now.isPresent()
                    && now.get().getType() == old.get().getType()
                    && !mentions(variable.typeName(), changed);
            Object value = get(old.get());
            if (fits) {
                set(now.get(), value);
            } else if (value != null) {
                reset.put(name, before.cell());
            }
        }
        old.filter(field -> !field.getType().isPrimitive()).ifPresent(field -> set(field, null));
    }

    private static boolean mentions(String text, String name) {
        return List.of(text.split("[^\\w$]+")).contains(name);
    }

    /** Gives a variable a value, if it can hold it. */
    boolean put(String name, @Nullable Object value) {
        Home home = homes.get(name);
        Optional<Field> field = home == null ? Optional.empty() : field(home.className(), name);
        try {
            field.ifPresent(found -> set(found, value));
            return field.isPresent();
        } catch (IllegalArgumentException otherType) {
            return false;
        }
    }

    /** Sets a variable to null, if it is one that can be and is not already. */
    boolean clear(String name) {
        Home home = homes.get(name);
        Optional<Field> field = home == null ? Optional.empty() : field(home.className(), name);
        if (field.isEmpty() || field.get().getType().isPrimitive() || get(field.get()) == null) {
            return false;
        }
        set(field.get(), null);
        return true;
    }

    /** Lets go of a variable and what it holds. */
    void forget(String name) {
        Home home = homes.remove(name);
        if (home != null) {
            field(home.className(), name)
                    .filter(field -> !field.getType().isPrimitive())
                    .ifPresent(field -> set(field, null));
        }
    }

    /** All variables a user declared, by name. */
    List<Variable.Part> all() {
        Map<String, Variable.Part> all = new TreeMap<>();
        shell.variables()
                .forEach(variable -> all.put(
                        variable.name(),
                        new Variable.Part(
                                variable.name(),
                                Imports.shorten(shell, variable.typeName()),
                                value(variable.name()).orElse(null))));
        return new ArrayList<>(all.values());
    }

    Optional<Object> value(String name) {
        Home home = homes.get(name);
        return home == null ? Optional.empty() : field(home.className(), name).map(Variables::get);
    }

    private Optional<Field> field(String className, String name) {
        try {
            Field field = loader.findClass(className).getDeclaredField(name);
            field.setAccessible(true);
            return Optional.of(field);
        } catch (ReflectiveOperationException | LinkageError none) {
            // Its class was never loaded: the declaration does not compile yet.
            return Optional.empty();
        }
    }

    private static @Nullable Object get(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void set(Field field, @Nullable Object value) {
        try {
            field.set(null, value);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
