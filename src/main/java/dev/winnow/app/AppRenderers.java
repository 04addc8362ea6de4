package dev.winnow.app;

import dev.winnow.acquire.AnnotationQueue;
import dev.winnow.acquire.Plan;
import dev.winnow.display.MimeBundle;
import dev.winnow.display.Renderers;
import dev.winnow.show.TablePicture;
import tech.tablesaw.api.Table;

/** Registers what is shown live, in the App, where a front end is: plans, annotation queues and long tables. */
public final class AppRenderers {
    private AppRenderers() {}

    public static void register() {
        AppComms.register();
        Renderers.register(Plan.class, plan -> new AppSession(plan).bundle());
        Renderers.register(AnnotationQueue.class, queue -> new AppSession(queue).bundle());
        Renderers.register(Table.class, AppRenderers::table);
        Renderers.register(AppSession.class, AppSession::bundle);
        Renderers.register(TableSession.class, TableSession::bundle);
    }

    /** A table of which the picture shows all; one with more rows can be paged through where the page is live. */
    private static MimeBundle table(Table table) {
        return TablePicture.cuts(table) ? new TableSession(table).bundle() : TablePicture.of(table);
    }
}
