package touchline.market.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * Where Redis is and how to log in.
 *
 * @param hosts one Redis; or Sentinels, where there is a primary's name
 * @param primaryName as the Sentinels know it; null where the host is Redis itself
 * @param user null for the default user
 * @param password null without one
 * @param usesTls whether every connection is encrypted, and the server's certificate checked against its name
 * @param caFile certificates in PEM, the only ones that are then trusted; null to trust those of the JVM
 */
public record RedisAddress(
        List<HostAndPort> hosts,
        @Nullable String primaryName,
        @Nullable String user,
        @Nullable String password,
        int database,
        boolean usesTls,
        @Nullable Path caFile) {
    private static final String VARIABLE = "REDIS_URL";
    private static final int PORT = 6_379;
    private static final int SENTINEL_PORT = 26_379;

    /**
     * Reads {@code redis://USER:PASSWORD@HOST:PORT/DATABASE}, of which only the host is needed, or
     * {@code redis+sentinel://USER:PASSWORD@HOST:PORT,HOST:PORT/NAME/DATABASE}, of which the hosts of the Sentinels and the primary's name are needed;
     * {@code rediss} instead of {@code redis} for TLS.
     *
     * @throws IllegalArgumentException with one sentence that holds no secret
     */
    public static RedisAddress parse(String url, @Nullable Path caFile) {
        String scheme = url.replaceFirst("://.*", "").toLowerCase(Locale.ROOT);
        boolean asksSentinels = scheme.endsWith("+sentinel");
        String server = scheme.replaceFirst("\\+sentinel$", "");
        if (!url.contains("://") || !(server.equals("redis") || server.equals("rediss"))) {
            throw refused("must be redis://HOST:PORT, or redis+sentinel://HOST:PORT,HOST:PORT/NAME for Sentinels;"
                    + " rediss instead of redis for TLS");
        }
        ServerUrl read = ServerUrl.parse(VARIABLE, url);
        if (!asksSentinels && read.hosts().size() > 1) {
            throw refused(
                    "names several hosts; name one, or write redis+sentinel://HOST,HOST/NAME if they are Sentinels");
        }
        if (read.user() != null && read.password() == null) {
            throw refused("names a user without a password; write USER:PASSWORD@, or :PASSWORD@ for the default user");
        }
        if (!read.parameters().isEmpty()) {
            throw refused("must have no parameters; for TLS write rediss:// and set REDIS_CA_FILE");
        }
        int slash = read.path().indexOf('/');
        String name = slash < 0 ? read.path() : read.path().substring(0, slash);
        if (asksSentinels && !name.matches("[A-Za-z0-9._-]+")) {
            throw refused("names Sentinels, and after a slash must follow the name by which they know the primary");
        }
        String database =
                !asksSentinels ? read.path() : slash < 0 ? "" : read.path().substring(slash + 1);
        if (!database.matches("[0-9]{0,4}")) {
            throw refused("has a path that is no database number");
        }
        int port = asksSentinels ? SENTINEL_PORT : PORT;
        return new RedisAddress(
                read.hosts().stream()
                        .map(host -> new HostAndPort(host.name(), host.port() < 0 ? port : host.port()))
                        .toList(),
                asksSentinels ? name : null,
                read.user(),
                read.password() == null || read.password().isEmpty() ? null : read.password(),
                database.isEmpty() ? 0 : Integer.parseInt(database),
                server.equals("rediss"),
                caFile);
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(VARIABLE + " " + why + ".");
    }

    /** Without the password. */
    @Override
    public String toString() {
        String servers = String.join(
                ",",
                hosts.stream()
                        .map(host -> new ServerUrl.Host(host.getHost(), host.getPort()).toString())
                        .toList());
        return (usesTls ? "rediss" : "redis")
                + (primaryName == null ? "://" : "+sentinel://")
                + servers
                + "/"
                + (primaryName == null ? "" : primaryName + "/")
                + database;
    }
}
