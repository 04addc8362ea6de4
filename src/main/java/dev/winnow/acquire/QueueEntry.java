package dev.winnow.acquire;

/**
 * One image that waits or is done, and who has it.
 *
 * @param id the sample
 * @param target the field its labels go to: the queue's own, or that of a golden round
 * @param seconds how long a person spent on it so far
 * @param who the person who has claimed it, or labelled it; empty for nobody
 * @param until when the claim lapses, in milliseconds since 1970; 0 without a claim
 * @param note why a reviewer sent it back; empty if nobody did
 */
record QueueEntry(String id, String target, double seconds, boolean done, String who, long until, String note) {
    QueueEntry {
        // Entries of earlier versions name nobody.
        who = who == null ? "" : who;
        note = note == null ? "" : note;
    }

    static QueueEntry of(String id, String target, boolean done) {
        return new QueueEntry(id, target, 0, done, "", 0, "");
    }

    /** Whether somebody else than {@code person} holds a claim that has not lapsed. */
    boolean heldFrom(String person, long now) {
        return !done && !who.isEmpty() && !who.equals(person) && until > now;
    }

    /** Whether somebody else than {@code person} has finished it. */
    boolean finishedByOther(String person) {
        return done && !who.isEmpty() && !who.equals(person);
    }

    QueueEntry claimed(String person, long lapses) {
        return new QueueEntry(id, target, seconds, false, person, lapses, note);
    }

    QueueEntry labelled(String person, double spent, boolean finished, long lapses) {
        return new QueueEntry(id, target, spent, finished, person, finished ? 0 : lapses, finished ? "" : note);
    }

    QueueEntry released() {
        return new QueueEntry(id, target, seconds, done, done ? who : "", 0, note);
    }

    QueueEntry sentBack(String reason) {
        return new QueueEntry(id, target, seconds, false, "", 0, reason);
    }
}
