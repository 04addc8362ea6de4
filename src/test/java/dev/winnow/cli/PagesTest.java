package dev.winnow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.session.CellResult;
import dev.winnow.session.JavaSession;
import dev.winnow.session.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages beside the notebooks: every snippet is run as a cell, and gives what stands behind its arrow. */
class PagesTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    static Path home;

    private static JavaSession session;
    private static String before;

    @BeforeAll
    static void start() {
        before = System.setProperty("winnow.home", home.toString());
        session = Preload.session().build();
    }

    @AfterAll
    static void stop() {
        session.close();
        if (before == null) {
            System.clearProperty("winnow.home");
        } else {
            System.setProperty("winnow.home", before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"recipes.md", "deviations.md"})
    void every_snippet_gives_what_the_page_says(String page) throws IOException {
        StringBuffer printed = new StringBuffer();
        Output output = new Output() {
            @Override
            public void stdout(String text) {
                printed.append(text);
            }

            @Override
            public void stderr(String text) {
                printed.append(text);
            }
        };
        Matcher snippet = SNIPPET.matcher(Files.readString(Path.of("notebooks", page)));
        int run = 0;
        while (snippet.find()) {
            String code = snippet.group(1).strip();
            CellResult result = session.run(code, output);
            assertThat(result.ok())
                    .as(() -> code + "\n"
                            + result.error()
                                    .map(error -> error.traceback().toString())
                                    .orElse("") + printed)
                    .isTrue();
            int arrow = code.lastIndexOf("// → ");
            if (arrow >= 0) {
                assertThat(result.value().map(String::valueOf))
                        .as(code)
                        .contains(code.substring(arrow + 5).strip());
            }
            run++;
        }
        assertThat(run).isGreaterThan(8);
    }
}
