package touchline.api.caller;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the {@code Forwarded} header (RFC 7239). What is malformed becomes a hop without an address. */
final class ForwardedHops {
    private ForwardedHops() {}

    /**
     * One element of the header.
     *
     * @param node the {@code for} parameter, empty if there is none
     * @param proto the {@code proto} parameter, empty if there is none
     */
    record Hop(String node, String proto) {}

    /** The hops, the first proxy's first. */
    static List<Hop> parse(String header) {
        List<Hop> hops = new ArrayList<>();
        for (String element : split(header, ',')) {
            if (!element.isBlank()) {
                hops.add(hop(element));
            }
        }
        return hops;
    }

    private static Hop hop(String element) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : split(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(
                        pair.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        unquoted(pair.substring(equals + 1).strip()));
            }
        }
        return new Hop(parameters.getOrDefault("for", ""), parameters.getOrDefault("proto", ""));
    }

    /** Splits at separators outside quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean isQuoted = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == separator && !isQuoted) {
                parts.add(part.toString());
                part.setLength(0);
                continue;
            }
            part.append(c);
            if (c == '"') {
                isQuoted = !isQuoted;
            } else if (c == '\\' && isQuoted && at + 1 < text.length()) {
                at++;
                part.append(text.charAt(at));
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value;
    }
}
