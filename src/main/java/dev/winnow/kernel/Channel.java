package dev.winnow.kernel;

/** The channels that carry messages; the heartbeat carries bytes only. */
enum Channel {
    SHELL,
    CONTROL,
    STDIN,
    IOPUB
}
