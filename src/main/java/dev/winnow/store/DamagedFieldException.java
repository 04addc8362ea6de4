package dev.winnow.store;

import java.util.List;

/** What a field holds on disk is damaged: it cannot be read, the other fields can. */
public final class DamagedFieldException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final String field;

    DamagedFieldException(String field, String what, Throwable cause) {
        super(
                "Field '" + field + "' is damaged and cannot be read: " + what
                        + " The other fields can. Restore a snapshot or a backup, or take it away with deleteSampleField(\""
                        + field + "\").",
                cause);
        this.field = field;
    }

    /** The same said again, where the field is used again. */
    DamagedFieldException(DamagedFieldException before) {
        super(before.getMessage(), before);
        field = before.field;
    }

    /** All that are damaged at once. */
    DamagedFieldException(List<DamagedFieldException> all) {
        super(String.join("\n", all.stream().map(Throwable::getMessage).toList()), all.get(0));
        field = all.get(0).field;
    }

    /** The damaged field, the first where there are more. */
    public String field() {
        return field;
    }
}
