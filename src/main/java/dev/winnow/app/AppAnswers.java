package dev.winnow.app;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What answers the requests of one front end. */
interface AppAnswers {
    /**
     * What was asked for, as JSON will say it.
     *
     * @param request blocks of bytes that came with the request
     * @param buffers takes those that go with the answer
     */
    @Nullable
    Object result(String method, JsonObject params, List<byte[]> request, List<byte[]> buffers);

    /** The answer to a request, or the sentence that says why there is none. */
    default AppMessage answer(AppMessage request) {
        JsonObject answer = new JsonObject();
        answer.add("id", request.body().get("id"));
        List<byte[]> buffers = new ArrayList<>();
        try {
            String method = AppJson.text(request.body(), "method");
            answer.add(
                    "result",
                    AppJson.of(result(method, AppJson.object(request.body(), "params"), request.buffers(), buffers)));
        } catch (RuntimeException | OutOfMemoryError refused) {
            answer.addProperty(
                    "error", refused.getMessage() == null ? refused.getClass().getSimpleName() : refused.getMessage());
            buffers.clear();
        }
        return new AppMessage(answer, buffers);
    }
}
