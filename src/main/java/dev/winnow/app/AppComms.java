package dev.winnow.app;

import dev.winnow.display.Comm;
import dev.winnow.display.Comms;
import dev.winnow.display.MimeBundle;
import dev.winnow.show.Html;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The App in Jupyter, over comms that the front end opens: by our extension of JupyterLab, which knows the output's type, or by the script
 * in the output's HTML, which needs nothing installed. Outside Jupyter neither is there and the picture stands alone.
 */
public final class AppComms {
    static final String TYPE = "application/vnd.winnow.app+json";
    private static final String TARGET = "dev.winnow.app";

    private AppComms() {}

    public static void register() {
        Comms.register(TARGET, AppComms::opened);
        AppWidget.register();
    }

    private static void opened(Comm comm, Comm.Message first) {
        Optional<AppSubject> subject =
                AppSessions.find(String.valueOf(first.data().get("session")));
        if (subject.isEmpty()) {
            comm.close();
            return;
        }
        AppConnection connection = new AppConnection(subject.get(), message -> send(comm, message));
        comm.onMessage(message ->
                connection.receive(new AppMessage(AppJson.of(message.data()).getAsJsonObject(), message.buffers())));
        comm.onClose(connection::close);
        comm.send(Map.of("event", "welcome", "module", Frontend.hash()));
    }

    @SuppressWarnings("unchecked")
    private static void send(Comm comm, AppMessage message) {
        comm.send((Map<String, ?>) Objects.requireNonNull(AppJson.plain(message.body())), message.buffers());
    }

    /** Whether the cell of this thread runs where front ends may open comms. */
    static boolean reachable() {
        return Comms.current() != Comms.NONE;
    }

    /** What our extension needs to begin, for the moment in which the picture is made. */
    static MimeBundle begun(AppSubject subject) {
        return MimeBundle.text(subject.toString())
                .with(MimeBundle.HTML, Html.pre(subject.toString()))
                .with(TYPE, Map.of("session", subject.id()));
    }

    /** The picture with what makes it live where the page can: the same HTML and text otherwise. */
    static MimeBundle live(AppSubject subject, MimeBundle picture) {
        if (!reachable()) {
            return picture;
        }
        String html = String.valueOf(picture.data().getOrDefault(MimeBundle.HTML, Html.pre(picture.plain())));
        String kernel = System.getProperty("winnow.kernel.id", "");
        Map<String, Object> app = new LinkedHashMap<>();
        app.put("session", subject.id());
        MimeBundle live = AppWidget.beside(subject, picture).with(TYPE, app);
        if (kernel.isEmpty()) {
            return live.with(MimeBundle.HTML, html);
        }
        return live.with(
                MimeBundle.HTML,
                "<div data-winnow-session=\"" + Html.escape(subject.id()) + "\" data-winnow-kernel=\""
                        + Html.escape(kernel) + "\">" + html + "</div><script>" + Frontend.text("inline.js")
                        + "</script>");
    }
}
