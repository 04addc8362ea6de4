package dev.winnow.vectors;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** Products by the OpenBLAS that ND4J brings, which is loaded when much is to be multiplied for the first time. */
final class BlasProducts implements TileProducts {
    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_IS = 111;
    private static final int TURNED = 112;

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
        openblas_nolapack.cblas_sgemm(ROW_MAJOR, AS_IT_IS, TURNED, m, n, d, 1f, queries, d, base, d, 0f, products, n);
        products.get(into, 0, m * n);
    }

    @Override
    public void close() {
        queries.close();
        base.close();
        products.close();
    }
}
