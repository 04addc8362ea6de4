package dev.winnow.vectors;

import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Products by the OpenBLAS that ND4J brings, which is loaded when much is to be multiplied for the first time. Each strip of queries is
 * multiplied by a thread of ours.
 */
final class BlasProducts implements TileProducts {
    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_IS = 111;
    private static final int TURNED = 112;
    private static final int STRIP = 128;

    private final FloatPointer queries;
    private final FloatPointer base;
    private final FloatPointer products;

    private BlasProducts(int m, int n, int d) {
        queries = new FloatPointer((long) m * d);
        base = new FloatPointer((long) n * d);
        products = new FloatPointer((long) m * n);
    }

    private static final class Library {
        static final boolean LOADED = load();

        private static boolean load() {
            try {
                Loader.load(openblas_nolapack.class);
                return true;
            } catch (LinkageError | RuntimeException notHere) {
                return false;
            }
        }
    }

    /** Room for tiles of {@code m} queries and {@code n} rows; by plain Java where there is no OpenBLAS for this machine. */
    static TileProducts orLoops(int m, int n, int d) {
        return Library.LOADED ? new BlasProducts(m, n, d) : new LoopProducts();
    }

    @Override
    public void multiply(float[] from, int m, float[] to, int n, int d, float[] into) {
        queries.put(from, 0, m * d);
        base.put(to, 0, n * d);
        IntStream.range(0, (m + STRIP - 1) / STRIP).parallel().forEach(strip -> {
            int first = strip * STRIP;
            int rows = Math.min(STRIP, m - first);
            // Views of the tiles: closing one would free the tile itself.
            FloatPointer some = new FloatPointer(queries).position((long) first * d);
            FloatPointer there = new FloatPointer(products).position((long) first * n);
            openblas_nolapack.cblas_sgemm(ROW_MAJOR, AS_IT_IS, TURNED, rows, n, d, 1f, some, d, base, d, 0f, there, n);
            there.get(into, first * n, rows * n);
        });
    }

    @Override
    public void close() {
        queries.close();
        base.close();
        products.close();
    }
}
