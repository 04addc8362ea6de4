package dev.winnow.app;

import com.google.gson.JsonObject;

/** What a front end of the App can be opened on, by the id that it brings: samples, a queue or a plan, or a table. */
abstract sealed class AppSubject permits AppSession, TableSession {
    private final String id = AppSessions.newId();

    final String id() {
        return id;
    }

    /** The address of the App in a browser on this machine, with the token that opens it. */
    public String url() {
        return AppServer.running().url(this);
    }

    /** All that a front end needs to begin. */
    abstract JsonObject hello();

    /** What answers the requests of one front end. */
    abstract AppAnswers answers();

    /** A front end is there; it wants to be told what changes. */
    void connect(AppConnection connection) {}

    void disconnect(AppConnection connection) {}
}
