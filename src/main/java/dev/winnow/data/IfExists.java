package dev.winnow.data;

/** What to do when the name of a new dataset or view is taken. */
public enum IfExists {
    /** Refuse, naming what is there. */
    FAIL,
    /** Take what is there, unchanged: the course's way, so that a cell may run again. */
    LOAD,
    /** Put the new one in its place; a dataset that holds people's labels is kept as a snapshot first. */
    REPLACE
}
