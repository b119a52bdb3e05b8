package touchline.market.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store's URL: {@code scheme://user:password@host:port,host:port/path?name=value}. Not {@link java.net.URI}, which knows no underscore in a host, only one
 * host, and prints the password when it refuses one. Messages name the variable, never its value.
 *
 * @param user decoded; null without one
 * @param password decoded; null without one
 * @param path decoded, without its slash
 * @param parameters decoded, in their order
 */
public record ServerUrl(
        String scheme,
        @Nullable String user,
        @Nullable String password,
        List<Host> hosts,
        String path,
        Map<String, String> parameters) {

    /**
     * A host.
     *
     * @param name without the brackets of an IPv6 address
     * @param port -1 without one
     */
    public record Host(String name, int port) {
        /** With brackets around an IPv6 address. */
        @Override
        public String toString() {
            String bracketed = name.indexOf(':') < 0 ? name : "[" + name + "]";
            return port < 0 ? bracketed : bracketed + ":" + port;
        }
    }

    /**
     * Reads a URL. Characters that have no meaning of their own in a URL need not be percent-encoded.
     *
     * @param variable names it in messages
     * @throws IllegalArgumentException with one sentence that holds nothing of the URL
     */
    public static ServerUrl parse(String variable, String url) {
        int start = url.indexOf("://");
        if (start < 1) {
            throw refused(variable, "has no scheme");
        }
        String rest = url.substring(start + 3);
        int end = firstOf(rest, "/?#");
        String authority = rest.substring(0, end);
        int at = authority.lastIndexOf('@');
        String tail = rest.substring(end);
        int query = tail.indexOf('?');
        String path = query < 0 ? tail : tail.substring(0, query);
        @Nullable String user = null;
        @Nullable String password = null;
        if (at >= 0) {
            String login = authority.substring(0, at);
            int colon = login.indexOf(':');
            user = decode(variable, colon < 0 ? login : login.substring(0, colon));
            password = colon < 0 ? null : decode(variable, login.substring(colon + 1));
        }
        return new ServerUrl(
                url.substring(0, start),
                user == null || user.isEmpty() ? null : user,
                password,
                hosts(variable, authority.substring(at + 1)),
                decode(variable, path.isEmpty() ? "" : path.substring(1)),
                query < 0 ? Map.of() : parameters(variable, tail.substring(query + 1)));
    }

    private static List<Host> hosts(String variable, String text) {
        List<Host> hosts = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            boolean isBracketed = each.startsWith("[") && each.indexOf(']') > 0;
            int colon = isBracketed ? each.indexOf(':', each.indexOf(']')) : each.indexOf(':');
            String name = colon < 0 ? each : each.substring(0, colon);
            String bare = isBracketed ? name.substring(1, name.length() - 1) : name;
            if (!bare.matches(isBracketed ? "[0-9A-Fa-f:.%a-z]+" : "[\\p{L}\\p{N}._-]+")) {
                throw refused(variable, "names no host that could be read");
            }
            hosts.add(new Host(bare, colon < 0 ? -1 : port(variable, each.substring(colon + 1))));
        }
        return List.copyOf(hosts);
    }

    private static int port(String variable, String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535) {
            throw refused(variable, "has a port that is no number from 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static Map<String, String> parameters(String variable, String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String each : query.split("&", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        decode(variable, each.substring(0, equals)), decode(variable, each.substring(equals + 1)));
            } else if (!each.isEmpty()) {
                throw refused(variable, "has a parameter without a value");
            }
        }
        return parameters;
    }

    /** A plus sign is one: only forms mean a space by it. */
    private static String decode(String variable, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[bytes.length];
        int length = 0;
        for (int n = 0; n < bytes.length; n++) {
            if (bytes[n] == '%') {
                int high = n + 2 < bytes.length ? Character.digit(bytes[n + 1], 16) : -1;
                int low = n + 2 < bytes.length ? Character.digit(bytes[n + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw refused(variable, "has a '%' that two hexadecimal digits must follow");
                }
                decoded[length++] = (byte) (high * 16 + low);
                n += 2;
            } else {
                decoded[length++] = bytes[n];
            }
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }

    private static int firstOf(String text, String characters) {
        for (int n = 0; n < text.length(); n++) {
            if (characters.indexOf(text.charAt(n)) >= 0) {
                return n;
            }
        }
        return text.length();
    }

    private static IllegalArgumentException refused(String variable, String why) {
        return new IllegalArgumentException(variable + " " + why + "; percent-encode '/', '?', '#', '@', ':' and '%' in"
                + " a user or password (a '%' is written %25).");
    }

    /** Without the password and the parameters, which may hold one. */
    @Override
    public String toString() {
        return scheme + "://"
                + String.join(",", hosts.stream().map(Host::toString).toList()) + "/" + path;
    }
}
