package dev.winnow.show;

import dev.winnow.data.SampleCollection;
import dev.winnow.display.Display;

/** What a cell looks at: for now a static sheet, shown again when it is asked for. */
public final class AppSession {
    private SampleCollection view;

    public AppSession(SampleCollection view) {
        this.view = view;
    }

    public SampleCollection view() {
        return view;
    }

    /** Looks at other samples; {@link #show} draws them. */
    public void setView(SampleCollection view) {
        this.view = view;
    }

    /** Draws the sheet into the output of the cell. */
    public void show() {
        Display.show(view);
    }

    @Override
    public String toString() {
        return "App looking at " + view.count() + " samples of "
                + view.dataset().name();
    }
}
