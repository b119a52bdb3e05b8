package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The book.
 *
 * @param url {@code jdbc:postgresql://...} or {@code postgres://user:password@host:port/database}
 */
public record DatabaseConfig(
        @JsonProperty("url") @Nullable String url,
        @JsonProperty("user") @Nullable String user,
        @JsonProperty("password") @Nullable String password) {

    public DatabaseConfig {
        if (url == null || !(url.startsWith("jdbc:postgresql:") || isUri(url))) {
            throw new IllegalArgumentException(
                    "DATABASE_URL must be jdbc:postgresql://HOST:PORT/DATABASE or postgres://USER:PASSWORD@HOST:PORT/DATABASE");
        }
    }

    /** A pool of so many connections, in which nothing waits for ever: 2 s to connect, 10 s for an answer, 5 s a statement. */
    public DataSourceFactory pool(int size) {
        DataSourceFactory pool = new DataSourceFactory();
        pool.setDriverClass("org.postgresql.Driver");
        pool.setUrl(jdbcUrl());
        pool.setUser(credential(0).orElse(user == null ? "" : user));
        pool.setPassword(credential(1).orElse(password == null ? "" : password));
        pool.setInitialSize(1);
        pool.setMinSize(1);
        pool.setMaxSize(size);
        pool.setMaxWaitForConnection(Duration.seconds(3));
        pool.setValidationQuery("SELECT 1");
        pool.setCheckConnectionOnBorrow(true);
        pool.setProperties(Map.of(
                "connectTimeout", "2",
                "socketTimeout", "10",
                "tcpKeepAlive", "true",
                "options", "-c statement_timeout=5000 -c timezone=UTC",
                "ApplicationName", "touchline"));
        return pool;
    }

    private String jdbcUrl() {
        String given = String.valueOf(url);
        if (!isUri(given)) {
            return given;
        }
        URI uri = URI.create(given);
        return "jdbc:postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath()
                + (uri.getQuery() == null ? "" : "?" + uri.getQuery());
    }

    private Optional<String> credential(int part) {
        String given = String.valueOf(url);
        if (!isUri(given) || URI.create(given).getUserInfo() == null) {
            return Optional.empty();
        }
        String[] parts = URI.create(given).getUserInfo().split(":", 2);
        return parts.length > part ? Optional.of(parts[part]) : Optional.empty();
    }

    private static boolean isUri(String url) {
        return url.startsWith("postgres://") || url.startsWith("postgresql://");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseConfig[" + user + "]";
    }
}
