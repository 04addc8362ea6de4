package dev.winnow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildTest {
    @Test
    void the_build_runs_on_java_17_or_newer() {
        assertThat(Runtime.version().feature()).isGreaterThanOrEqualTo(17);
    }
}
