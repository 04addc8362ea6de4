package dev.winnow.acquire;

/**
 * One way to choose what to label next, given what is labelled and what other sources have picked. A strategy reads the {@link Board}, picks
 * with {@link Board#take} and depends on nothing else, so that the ledger can replay it.
 */
interface Strategy {
    /** The word by which weights, plans and tags name it. It is stored and never changes. */
    String name();

    /**
     * Picks up to {@code count} open rows, the best first.
     *
     * @param source the name under which the picks are booked: the strategy's own, or that of the back-fill
     * @return how many it picked; where fewer than {@code count}, {@link Board#explain} says why
     */
    int choose(Board board, String source, int count);

    /** Whether it mines the failures of an evaluation, and so runs before the strategies that do not. */
    default boolean mines() {
        return false;
    }

    /** Whether the seed of the recipe changes what it picks. */
    default boolean draws() {
        return false;
    }

    /** Whether it reads predictions on the pool. */
    default boolean predicts() {
        return false;
    }
}
