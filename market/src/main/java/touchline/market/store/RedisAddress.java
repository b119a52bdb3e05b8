package touchline.market.store;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis is and how to log in.
 *
 * @param user null for the default user
 * @param password null without one
 * @param usesTls whether every connection is encrypted, and the server's certificate checked against its name
 * @param caFile certificates in PEM, the only ones that are then trusted; null to trust those of the JVM
 */
public record RedisAddress(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password,
        int database,
        boolean usesTls,
        @Nullable Path caFile) {
    private static final String VARIABLE = "REDIS_URL";
    private static final int PORT = 6379;

    /**
     * Reads {@code redis://USER:PASSWORD@HOST:PORT/DATABASE}, or {@code rediss://} for TLS; only the host is needed.
     *
     * @throws IllegalArgumentException with one sentence that holds no secret
     */
    public static RedisAddress parse(String url, @Nullable Path caFile) {
        String scheme = url.replaceFirst("://.*", "").toLowerCase(Locale.ROOT);
        if (scheme.contains("sentinel")) {
            throw refused(
                    "names a Sentinel, which Touchline does not ask; name the primary, or an address that follows it");
        }
        if (!url.contains("://") || !(scheme.equals("redis") || scheme.equals("rediss"))) {
            throw refused("must be redis://HOST:PORT, or rediss://HOST:PORT for TLS");
        }
        ServerUrl read = ServerUrl.parse(VARIABLE, url);
        if (read.hosts().size() > 1) {
            throw refused("names several hosts; name one: the primary, or an address that follows it");
        }
        if (read.user() != null && read.password() == null) {
            throw refused("names a user without a password; write USER:PASSWORD@, or :PASSWORD@ for the default user");
        }
        if (!read.parameters().isEmpty()) {
            throw refused("must have no parameters; for TLS write rediss:// and set REDIS_CA_FILE");
        }
        if (!read.path().matches("[0-9]{0,4}")) {
            throw refused("has a path that is no database number");
        }
        ServerUrl.Host host = read.hosts().get(0);
        return new RedisAddress(
                host.name(),
                host.port() < 0 ? PORT : host.port(),
                read.user(),
                read.password() == null || read.password().isEmpty() ? null : read.password(),
                read.path().isEmpty() ? 0 : Integer.parseInt(read.path()),
                scheme.equals("rediss"),
                caFile);
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(VARIABLE + " " + why + ".");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return (usesTls ? "rediss://" : "redis://") + new ServerUrl.Host(host, port) + "/" + database;
    }
}
