package dev.winnow.ijava;

import dev.winnow.display.MimeBundle;
import dev.winnow.display.Renderers;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.common.Image;
import io.github.spencerpark.jupyter.kernel.display.common.Text;
import io.github.spencerpark.jupyter.kernel.display.common.Url;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * IJava's registry of renderers, joined to ours: what a library registers here shows wherever Winnow shows values, and what Winnow
 * knows to show renders here.
 */
final class IJavaRenderer extends Renderer {
    private final Set<Class<?>> registered = new CopyOnWriteArraySet<>();
    /** Set once the types that both know are registered here; those after it are libraries'. */
    private final boolean joined;

    IJavaRenderer() {
        Image.registerAll(this);
        Url.registerAll(this);
        Text.registerAll(this);
        joined = true;
    }

    /** Shows what IJava's libraries make themselves, whether or not they register anything. */
    static void join(java.util.function.Supplier<IJavaRenderer> renderer) {
        Renderers.register(DisplayData.class, display -> DisplayBundles.ours(display, display));
        Renderers.register(DisplayDataRenderable.class, value -> renderer.get().shown(value));
    }

    @Override
    public <T> void register(
            Set<MIMEType> supported, Set<MIMEType> preferred, Set<Class<? extends T>> types, RenderFunction<T> render) {
        super.register(supported, preferred, types, render);
        if (joined) {
            for (Class<? extends T> type : types) {
                registered.add(type);
                Renderers.register(type, this::shown);
            }
        }
    }

    private MimeBundle shown(Object value) {
        return DisplayBundles.ours(super.render(value), value);
    }

    private boolean knows(Object value) {
        return value instanceof DisplayDataRenderable || registered.stream().anyMatch(type -> type.isInstance(value));
    }

    @Override
    public DisplayData render(Object value) {
        return knows(value) ? super.render(value) : DisplayBundles.theirs(Renderers.render(value));
    }

    @Override
    public DisplayData render(Object value, Map<String, Object> parameters) {
        return knows(value) ? super.render(value, parameters) : DisplayBundles.theirs(Renderers.render(value));
    }

    @Override
    public DisplayData renderAs(Object value, Map<String, Object> parameters, String... types) {
        if (!knows(value)) {
            MimeBundle ours = DisplayBundles.only(Renderers.render(value), List.of(types));
            if (ours.data().size() > 1) {
                return DisplayBundles.theirs(ours);
            }
        }
        return super.renderAs(value, parameters, types);
    }

    @Override
    public DisplayData renderAs(Object value, String... types) {
        return renderAs(value, Map.of(), types);
    }
}
