package touchline.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Calls, and the paths of a document that they are of. */
final class Routes {
    private static final Pattern LITERAL = Pattern.compile("[^{}]+(?![^{]*})");

    private Routes() {}

    /** As in {@code GET /v1/orders/{id}}. */
    static String key(String method, String path) {
        return method.toUpperCase(Locale.ROOT) + " " + path;
    }

    /** Finds the document's path template that matches a path; of two, the more literal one. */
    static Optional<String> template(JsonNode paths, String path) {
        return StreamSupport.stream(((Iterable<String>) paths::fieldNames).spliterator(), false)
                .filter(template -> path.matches(pattern(template)))
                .min(Comparator.comparingLong(
                        template -> template.chars().filter(c -> c == '{').count()));
    }

    private static String pattern(String template) {
        return LITERAL.matcher(template)
                .replaceAll(literal -> Pattern.quote(literal.group()).replace("\\", "\\\\"))
                .replaceAll("\\{[^}]*}", "[^/]+");
    }
}
