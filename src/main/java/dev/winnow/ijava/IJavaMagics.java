package dev.winnow.ijava;

import dev.winnow.session.JavaSession;
import dev.winnow.session.Magic;
import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;

/** IJava's registry of magics: what a library registers here, cells can name. */
final class IJavaMagics extends Magics {
    private static final String HELP = "A magic that a library or a cell registered.";

    private final JavaSession session;

    IJavaMagics(JavaSession session) {
        this.session = session;
    }

    @Override
    public void registerLineMagic(String name, LineMagicFunction<?> function) {
        super.registerLineMagic(name, function);
        session.add(Magic.line("%" + name + " [ARGUMENTS]", HELP, call -> function.execute(call.arguments()))
                .showing());
    }

    @Override
    public void registerCellMagic(String name, CellMagicFunction<?> function) {
        super.registerCellMagic(name, function);
        session.add(Magic.cell(
                        "%%" + name + " [ARGUMENTS]",
                        HELP,
                        call -> function.execute(call.arguments(), call.body().orElse("")))
                .showing());
    }

    @Override
    public <T> T applyLineMagic(String name, List<String> arguments) throws Exception {
        return IJava.lineMagic(name, arguments);
    }

    @Override
    public <T> T applyCellMagic(String name, List<String> arguments, String body) throws Exception {
        return IJava.cellMagic(name, arguments, body);
    }
}
