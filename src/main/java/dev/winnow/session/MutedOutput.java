package dev.winnow.session;

/** Output that can be cut off when its thread is left behind. */
final class MutedOutput implements Output {
    private final Output output;
    private volatile boolean mute;

    MutedOutput(Output output) {
        this.output = output;
    }

    void mute() {
        mute = true;
    }

    @Override
    public void stdout(String text) {
        if (!mute) {
            output.stdout(text);
        }
    }

    @Override
    public void stderr(String text) {
        if (!mute) {
            output.stderr(text);
        }
    }
}
