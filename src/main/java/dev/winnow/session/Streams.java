package dev.winnow.session;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * System.out and System.err of the cells: what a thread prints goes to the cell that the thread, or the one that started it,
 * belongs to. Bytes become text incrementally, so that a character split over two writes stays whole.
 */
final class Streams {
    private static final InheritableThreadLocal<@Nullable Output> OWNER = new InheritableThreadLocal<>();
    private static volatile @Nullable Output running;
    private static boolean installed;
    private static PrintStream console = System.out;
    private static PrintStream errorConsole = System.err;

    private Streams() {}

    /** Sets the owner of what this thread prints; gives back the one before. */
    static @Nullable Output own(@Nullable Output output) {
        Output before = OWNER.get();
        OWNER.set(output);
        return before;
    }

    /** Sets the cell that now runs: the threads of the common pool, which belong to none, print there. */
    static void running(Output output) {
        running = output;
    }

    private static @Nullable Output owner() {
        Output now = running;
        return now != null && Thread.currentThread() instanceof ForkJoinWorkerThread ? now : OWNER.get();
    }

    static synchronized void install() {
        if (!installed) {
            console = System.out;
            errorConsole = System.err;
            System.setOut(new PrintStream(new Routed(System.out, false), true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(new Routed(System.err, true), true, StandardCharsets.UTF_8));
            installed = true;
        }
    }

    /** Where this program prints outside cells. */
    static synchronized Output console() {
        return Output.of(console, errorConsole);
    }

    private static final class Routed extends OutputStream {
        private final PrintStream otherwise;
        private final boolean error;
        private final ThreadLocal<Decoder> decoders = ThreadLocal.withInitial(Decoder::new);

        Routed(PrintStream otherwise, boolean error) {
            this.otherwise = otherwise;
            this.error = error;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            Output output = owner();
            if (output == null) {
                otherwise.write(bytes, from, length);
                return;
            }
            String text = decoders.get().decode(bytes, from, length);
            if (!text.isEmpty()) {
                if (error) {
                    output.stderr(text);
                } else {
                    output.stdout(text);
                }
            }
        }

        @Override
        public void flush() {
            if (owner() == null) {
                otherwise.flush();
            }
        }
    }

    private static final class Decoder {
        private final CharsetDecoder utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private byte[] left = new byte[0];

        String decode(byte[] bytes, int from, int length) {
            ByteBuffer in = ByteBuffer.allocate(left.length + length);
            in.put(left).put(bytes, from, length).flip();
            CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
            utf8.decode(in, out, false);
            left = new byte[in.remaining()];
            in.get(left);
            return out.flip().toString();
        }
    }
}
