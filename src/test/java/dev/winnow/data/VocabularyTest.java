package dev.winnow.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.expr.Cond;
import dev.winnow.expr.Expr;
import dev.winnow.label.Label;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code vocabulary.txt} lists what the data library can say: all of it, nothing else, and each word is used in a test. */
class VocabularyTest {
    private static final Path LIST = Path.of("src/test/resources/vocabulary.txt");
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    private static Map<String, Set<String>> listed() throws IOException {
        Map<String, Set<String>> words = new LinkedHashMap<>();
        Set<String> section = new TreeSet<>();
        for (String line : Files.readAllLines(LIST)) {
            if (line.startsWith("[")) {
                section = new TreeSet<>();
                words.put(line.substring(1, line.indexOf(']')), section);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                section.addAll(List.of(line.strip().split("\\s+")));
            }
        }
        return words;
    }

    private static Set<String> verbs(Class<?>... types) {
        return Arrays.stream(types)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .filter(name -> !OF_EVERY_OBJECT.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_public_verb_is_listed_and_every_listed_one_exists() throws IOException {
        Map<String, Set<String>> listed = listed();
        Set<String> labels = Arrays.stream(Label.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expressions = verbs(Expr.class, Cond.class);
        expressions.removeAll(Set.of("value", "paths", "test", "of"));
        Set<String> stages = verbs(ViewStages.class);
        stages.removeAll(Set.of("dataset", "stages"));
        assertThat(listed.get("stages")).isEqualTo(stages);
        assertThat(listed.get("expressions")).isEqualTo(expressions);
        assertThat(listed.get("aggregations")).isEqualTo(verbs(Aggregations.class));
        assertThat(listed.get("labels")).isEqualTo(labels);
        assertThat(listed.get("collections")).isEqualTo(verbs(SampleCollection.class, View.class));
        assertThat(listed.get("datasets")).isEqualTo(verbs(Dataset.class));
        assertThat(listed.get("samples")).isEqualTo(verbs(Sample.class, SampleDraft.class));
        assertThat(listed).hasSize(7);
    }

    @Test
    void every_word_is_used_in_a_test() throws IOException {
        StringBuilder tests = new StringBuilder();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java/dev/winnow"))) {
            for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                    .sorted()
                    .toList()) {
                tests.append(Files.readString(file));
            }
        }
        Set<String> untouched = new TreeSet<>();
        for (Map.Entry<String, Set<String>> section : listed().entrySet()) {
            String before = section.getKey().equals("labels") ? "\\b" : "(\\.|::)";
            for (String word : section.getValue()) {
                if (!Pattern.compile(before + word + "\\b").matcher(tests).find()) {
                    untouched.add(word);
                }
            }
        }
        assertThat(untouched).isEmpty();
    }
}
