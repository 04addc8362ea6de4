package dev.winnow.session;

import java.io.PrintStream;

/** Where a cell's printed text goes; called by whichever thread prints, also after the cell ended. */
public interface Output {
    /** Nowhere. */
    Output NONE = new Output() {
        @Override
        public void stdout(String text) {}

        @Override
        public void stderr(String text) {}
    };

    /** Two streams, as they are now. */
    static Output of(PrintStream out, PrintStream err) {
        return new Output() {
            @Override
            public void stdout(String text) {
                out.print(text);
            }

            @Override
            public void stderr(String text) {
                err.print(text);
            }
        };
    }

    void stdout(String text);

    void stderr(String text);

    /** Does work on this thread; what it prints, and what threads it starts print, goes here. */
    default void during(Runnable work) {
        Output before = Streams.own(this);
        try {
            work.run();
        } finally {
            Streams.own(before);
        }
    }
}
