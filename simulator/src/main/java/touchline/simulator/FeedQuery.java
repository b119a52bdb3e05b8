package touchline.simulator;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request's path after the base, and the parameters that the feed knows.
 *
 * @param address without parameters
 */
record FeedQuery(URI address, List<String> path, Map<String, String> parameters) {
    private static final String BASE = "/v3/football/";
    private static final int MAX_PER_PAGE = 50;
    private static final int DEFAULT_PER_PAGE = 25;

    /**
     * Reads a request.
     *
     * @param host the request's header; null if it has none
     */
    static FeedQuery of(@Nullable String host, URI uri) {
        String path = uri.getPath();
        String below = path.startsWith(BASE) ? path.substring(BASE.length()) : "";
        Map<String, String> parameters = new HashMap<>();
        String query = uri.getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return new FeedQuery(
                URI.create((host == null ? "" : "http://" + host) + uri.getRawPath()),
                List.of(below.split("/", -1)),
                parameters);
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** {@code participants;lineups.details} names participants, lineups and lineups.details. */
    Set<String> includes() {
        return words(parameter("include"), ";").stream()
                .map(include -> include.split(":", 2)[0])
                .flatMap(FeedQuery::withParents)
                .collect(Collectors.toSet());
    }

    private static Stream<String> withParents(String include) {
        return Stream.iterate(include, name -> !name.isEmpty(), name -> {
            int dot = name.lastIndexOf('.');
            return dot < 0 ? "" : name.substring(0, dot);
        });
    }

    /** Empty for all of them. */
    Set<String> select() {
        return words(parameter("select"), ",");
    }

    /** Those of {@code filters=fixtureLeagues:732,501}; empty for any. */
    Set<String> leagues() {
        return words(parameter("filters"), ";").stream()
                .filter(filter -> filter.startsWith("fixtureLeagues:"))
                .flatMap(filter -> words(filter.substring("fixtureLeagues:".length()), ",").stream())
                .collect(Collectors.toSet());
    }

    /** Whether it asks for a path below this one, or, with {@code include:NAME}, for a relation. */
    boolean asksFor(String what) {
        return what.startsWith("include:")
                ? includes().contains(what.substring("include:".length()))
                : (String.join("/", path) + "/").startsWith(what + "/");
    }

    int page() {
        return Math.max(1, number("page", 1));
    }

    int perPage() {
        return Math.max(1, Math.min(MAX_PER_PAGE, number("per_page", DEFAULT_PER_PAGE)));
    }

    private int number(String name, int otherwise) {
        String text = parameter(name);
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    private static Set<String> words(String text, String separator) {
        return Arrays.stream(text.split(separator, -1))
                .map(String::trim)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }
}
