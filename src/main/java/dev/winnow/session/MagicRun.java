package dev.winnow.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The magics of one run of a cell. */
final class MagicRun {
    private final JavaSession session;
    private final Magics magics;
    private final InProcessControl control;
    private final String code;
    private final int number;
    private final List<MagicCell.Part> parts;
    private final Set<Magic> gathered = new HashSet<>();

    MagicRun(
            JavaSession session,
            Magics magics,
            InProcessControl control,
            String code,
            int number,
            List<MagicCell.Part> parts) {
        this.session = session;
        this.magics = magics;
        this.control = control;
        this.code = code;
        this.number = number;
        this.parts = parts;
    }

    /** Runs one magic of the cell on the cell's thread. */
    CellResult run(MagicCell.Part part) {
        try {
            if (part instanceof MagicCell.Line line) {
                return result(line.from(), call(line));
            }
            return result(((MagicCell.Body) part).from(), call((MagicCell.Body) part));
        } catch (MagicException misused) {
            int from = part instanceof MagicCell.Line line ? line.from() : ((MagicCell.Body) part).from();
            return failed(ErrorText.magic(number, code, from, misused));
        }
    }

    private Optional<MagicCall> call(MagicCell.Line line) {
        Magic magic = magics.require(line.name(), false);
        if (magic.gathered() && !gathered.add(magic)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (MagicCell.Part other : magic.gathered() ? parts : List.of(line)) {
            if (other instanceof MagicCell.Line one
                    && magics.find(one.name()).filter(magic::equals).isPresent()) {
                texts.add(code.substring(one.argumentsFrom(), one.to()));
            }
        }
        return Optional.of(new MagicCall(
                session, magic, String.join("\n", texts), code, line.argumentsFrom(), Optional.empty(), code.length()));
    }

    private Optional<MagicCall> call(MagicCell.Body body) {
        Magic magic = magics.require(body.name(), true);
        if (!code.substring(0, body.from()).isBlank() && parts.size() > 1) {
            throw new MagicException("%%" + magic.name()
                    + " must be the first line of its cell: all lines below it are its body. Put what stands above it in a"
                    + " cell of its own.");
        }
        return Optional.of(new MagicCall(
                session,
                magic,
                code.substring(body.argumentsFrom(), body.to()),
                code,
                body.argumentsFrom(),
                Optional.of(code.substring(body.bodyFrom())),
                body.bodyFrom()));
    }

    private CellResult result(int from, Optional<MagicCall> asked) {
        if (asked.isEmpty()) {
            return CellResult.nothing(number);
        }
        MagicCall call = asked.get();
        try {
            Object value = control.call(() -> call.magic().work().run(call));
            return CellResult.of(number, call.magic().shown() ? Optional.ofNullable(value) : Optional.empty());
        } catch (Interrupted stopped) {
            return failed(ErrorText.interrupted(control.wasDetached()));
        } catch (InterruptedException stopped) {
            return failed(ErrorText.interrupted(control.wasDetached()));
        } catch (CellFailure failure) {
            return failed(failure.error());
        } catch (Throwable failure) {
            return failed(ErrorText.magic(number, code, from, failure));
        }
    }

    private CellResult failed(CellError error) {
        return CellResult.failed(number, error);
    }
}
