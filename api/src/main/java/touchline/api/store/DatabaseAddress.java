package touchline.api.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.market.store.ServerUrl;

/**
 * Where Postgres is and how to log in, taken apart so that no URL with a password is ever handed on.
 *
 * @param jdbcUrl without user and password, and without time-outs of its own
 * @param user null where the URL names none
 * @param password null where the URL names none
 */
public record DatabaseAddress(
        String jdbcUrl, @Nullable String user, @Nullable String password) {
    private static final String VARIABLE = "DATABASE_URL";
    private static final Pattern SCHEME = Pattern.compile("(jdbc:)?(postgres|postgresql):(//)?(.*)", Pattern.DOTALL);
    /** These override the URL's, which the driver would prefer. */
    private static final Set<String> OURS = Set.of(
            "connectTimeout",
            "connect_timeout",
            "socketTimeout",
            "loginTimeout",
            "cancelSignalTimeout",
            "tcpKeepAlive",
            "user",
            "password");

    private static final Map<String, String> LIBPQ = Map.of("application_name", "ApplicationName");

    /**
     * Reads {@code jdbc:postgresql://HOST:PORT/DATABASE} or {@code postgres://USER:PASSWORD@HOST:PORT/DATABASE}, with one host or several, and parameters.
     *
     * @throws IllegalArgumentException with one sentence that holds no secret
     */
    public static DatabaseAddress parse(@Nullable String url) {
        Matcher scheme = SCHEME.matcher(url == null ? "" : url);
        if (!scheme.matches()) {
            throw new IllegalArgumentException(VARIABLE + " must be jdbc:postgresql://HOST:PORT/DATABASE or"
                    + " postgres://USER:PASSWORD@HOST:PORT/DATABASE.");
        }
        boolean isJdbc = scheme.group(1) != null;
        String rest = scheme.group(4);
        if (scheme.group(3) == null) {
            rest = "localhost/" + rest.replaceFirst("^/", "");
        } else if (rest.startsWith("/")) {
            rest = "localhost" + rest;
        }
        int query = rest.indexOf('?');
        if (isJdbc && query >= 0) {
            rest = rest.substring(0, query) + rest.substring(query).replace("+", "%20"); // as the driver reads it
        }
        ServerUrl read = ServerUrl.parse(VARIABLE, "postgres://" + rest);
        Map<String, String> kept = new LinkedHashMap<>();
        read.parameters().forEach((name, value) -> {
            if (!OURS.contains(name)) {
                kept.put(LIBPQ.getOrDefault(name, name), value);
            }
        });
        if (read.hosts().size() > 1) {
            kept.put("targetServerType", "primary"); // a standby takes no writes, so no other value can work
        }
        String hosts = read.hosts().stream().map(ServerUrl.Host::toString).collect(Collectors.joining(","));
        String parameters = kept.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        return new DatabaseAddress(
                "jdbc:postgresql://" + hosts + "/" + encoded(read.path())
                        + (parameters.isEmpty() ? "" : "?" + parameters),
                or(read.user(), read.parameters().get("user")),
                or(read.password(), read.parameters().get("password")));
    }

    /** Whether the primary has to be found among several hosts. */
    public boolean hasSeveralHosts() {
        return jdbcUrl.substring(0, jdbcUrl.lastIndexOf('/')).contains(",");
    }

    private static @Nullable String or(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl;
    }
}
