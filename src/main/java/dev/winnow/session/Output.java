package dev.winnow.session;

/** Where a cell's printed text goes; called by whichever thread prints, also after the cell ended. */
public interface Output {
    void stdout(String text);

    void stderr(String text);
}
