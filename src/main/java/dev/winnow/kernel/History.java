package dev.winnow.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The cells of this session and what they gave, for {@code history_request}. */
final class History {
    private record Entry(int number, String code, @Nullable String output) {}

    private final List<Entry> entries = new ArrayList<>();

    synchronized void add(int number, String code, @Nullable String output) {
        entries.add(new Entry(number, code, output));
    }

    /** The entries asked for, as {@code [session, line, input]}, with {@code output: true} as {@code [session, line, [input, output]]}. */
    synchronized JsonArray answer(Message request) {
        boolean output = request.flag("output", false);
        List<Entry> chosen =
                switch (request.text("hist_access_type", "tail")) {
                    case "range" -> range(request);
                    case "search" -> search(request);
                    default -> tail(entries, request.number("n", 10));
                };
        JsonArray answer = new JsonArray();
        for (Entry entry : chosen) {
            JsonArray line = new JsonArray();
            line.add(1);
            line.add(entry.number());
            JsonElement input = new JsonPrimitive(entry.code());
            if (output) {
                JsonArray pair = new JsonArray();
                pair.add(input);
                pair.add(entry.output() == null ? JsonNull.INSTANCE : new JsonPrimitive(entry.output()));
                line.add(pair);
            } else {
                line.add(input);
            }
            answer.add(line);
        }
        return answer;
    }

    private List<Entry> range(Message request) {
        int session = request.number("session", 0);
        int start = request.number("start", 0);
        int stop = request.number("stop", Integer.MAX_VALUE);
        return session != 0 && session != 1
                ? List.of()
                : entries.stream()
                        .filter(entry -> entry.number() >= start && entry.number() < stop)
                        .toList();
    }

    private List<Entry> search(Message request) {
        String glob = request.text("pattern", "*");
        Pattern pattern =
                Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"), Pattern.DOTALL);
        List<Entry> found = entries.stream()
                .filter(entry -> pattern.matcher(entry.code()).matches())
                .toList();
        if (request.flag("unique", false)) {
            Set<String> seen = new HashSet<>();
            List<Entry> unique = new ArrayList<>();
            for (int i = found.size() - 1; i >= 0; i--) {
                if (seen.add(found.get(i).code())) {
                    unique.add(0, found.get(i));
                }
            }
            found = unique;
        }
        return tail(found, request.number("n", 1000));
    }

    private static List<Entry> tail(List<Entry> from, int n) {
        return from.subList(Math.max(0, from.size() - Math.max(0, n)), from.size());
    }
}
