package dev.winnow.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class EmbeddingsTest {
    @TempDir
    Path folder;

    private Path resource(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name))) {
            Files.copy(in, file);
        }
        return file;
    }

    @Test
    void what_is_written_is_read_bit_by_bit() {
        float[] block = {1.5f, -2, Float.NaN, Float.MIN_VALUE, -0.0f, Float.POSITIVE_INFINITY};
        Path file = folder.resolve("v.npy");
        Embeddings.of(List.of("a", "b"), block, 3).writeNpy(file);
        Embeddings read = Embeddings.readNpy(List.of("a", "b"), file);
        assertThat(read.dim()).isEqualTo(3);
        assertThat(Arrays.equals(read.block(), block)).isTrue();
    }

    /** {@code numpy-f8.npy} and {@code numpy-fortran.npy} were saved by NumPy 1.26.4. */
    @Test
    void numpys_files_are_read_or_refused_with_the_way_out() throws IOException {
        Embeddings read = Embeddings.readNpy(List.of("a", "b"), resource("numpy-f8.npy"));
        assertThat(read.block()).containsExactly(1.5f, -2, 0.1f, 3e38f, 1e-30f, Float.NaN);
        assertThatThrownBy(() -> Embeddings.readNpy(List.of("a", "b"), resource("numpy-fortran.npy")))
                .hasMessageContaining("order='C'");
        assertThatThrownBy(() -> Embeddings.readNpy(List.of("a"), folder.resolve("numpy-f8.npy")))
                .hasMessageContaining("holds 2 vectors for 1 ids");
        Path torn = folder.resolve("torn.npy");
        Files.write(torn, Arrays.copyOf(Files.readAllBytes(folder.resolve("numpy-f8.npy")), 140));
        assertThatThrownBy(() -> Embeddings.readNpy(List.of("a", "b"), torn)).hasMessageContaining("12 bytes follow");
        Files.writeString(torn, "no matrix at all");
        assertThatThrownBy(() -> Embeddings.readNpy(List.of("a"), torn)).hasMessageContaining("is no .npy file");
    }

    /** {@code numpy-f4.npy} is what the {@code save} of NumPy 2.4.6 made of the same numbers. */
    @Test
    void what_is_written_is_what_numpy_writes_to_the_last_byte() throws IOException {
        float[] block = {1.5f, -2, Float.NaN, Float.MIN_VALUE, -0.0f, Float.POSITIVE_INFINITY};
        Path file = folder.resolve("ours.npy");
        Embeddings.of(List.of("a", "b"), block, 3).writeNpy(file);
        assertThat(file).hasSameBinaryContentAs(resource("numpy-f4.npy"));
        assertThat(Embeddings.of(List.of("a", "b"), Nd4j.create(block, new long[] {2, 3}))
                        .block())
                .containsExactly(block);
    }

    @Test
    void arrays_of_nd4j_come_and_go() {
        Embeddings made =
                Embeddings.of(List.of("a", "b"), Nd4j.create(new float[] {1, 2, 3, 4}, new long[] {2, 2}, 'f'));
        assertThat(made.block()).containsExactly(1, 3, 2, 4);
        assertThat(Embeddings.of(List.of("a", "b"), made.array()).block()).containsExactly(1, 3, 2, 4);
        assertThatThrownBy(() -> Embeddings.of(List.of("a"), made.array())).hasMessageContaining("not [2, 2]");
    }
}
