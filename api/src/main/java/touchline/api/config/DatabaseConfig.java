package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.api.store.DatabaseAddress;

/**
 * The book.
 *
 * @param url {@code jdbc:postgresql://...} or {@code postgres://user:password@host:port/database}; several hosts are separated by commas
 * @param user holds where the URL names none; so does {@code password}
 * @param commandTimeout how long a statement of {@code migrate}, {@code hydrate} and {@code audit} may take
 */
public record DatabaseConfig(
        @JsonProperty("url") @Nullable String url,
        @JsonProperty("user") @Nullable String user,
        @JsonProperty("password") @Nullable String password,
        @JsonProperty("commandTimeout") Duration commandTimeout) {
    private static final Duration STATEMENT = Duration.seconds(5);
    private static final Duration IDLE_IN_TRANSACTION = Duration.seconds(60);
    /** So that connections return to a host that is back, and follow an address that was moved. */
    private static final Duration LONGEST_CONNECTION = Duration.minutes(5);
    /** Fails on a standby, as a demoted primary is: its connections are closed instead of lent. */
    private static final String PRIMARY = "SELECT 1 / CASE WHEN pg_is_in_recovery() THEN 0 ELSE 1 END";
    /** The same, and on a server that was made read-only before another one took over. */
    private static final String WRITABLE =
            "SELECT 1 / CASE WHEN pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean THEN 0 ELSE 1 END";

    /** @throws IllegalArgumentException with one sentence that holds no secret */
    public DatabaseConfig {
        DatabaseAddress.parse(url);
        if (commandTimeout.toSeconds() < 10 || commandTimeout.toHours() > 24) {
            throw new IllegalArgumentException("DATABASE_COMMAND_TIMEOUT must be from 10s to 24h.");
        }
    }

    /**
     * A pool of so many connections to the primary, in which nothing waits for ever: 2 s to connect, 10 s for an answer, 5 s a statement, 60 s between two of a
     * transaction. Where one of several hosts must only be read, another one is asked; a single one that is read-only, but no standby, still answers reads.
     */
    public DataSourceFactory pool(int size) {
        return pool(size, STATEMENT, IDLE_IN_TRANSACTION);
    }

    /** The same for a command that works on all of the book: a statement, or the time between two, may take {@code commandTimeout}. */
    public DataSourceFactory commandPool(int size) {
        return pool(size, commandTimeout, commandTimeout);
    }

    private DataSourceFactory pool(int size, Duration statement, Duration idleInTransaction) {
        DatabaseAddress address = DatabaseAddress.parse(url);
        DataSourceFactory pool = new DataSourceFactory();
        pool.setDriverClass("org.postgresql.Driver");
        pool.setUrl(address.jdbcUrl());
        pool.setUser(address.user() == null ? String.valueOf(user == null ? "" : user) : address.user());
        pool.setPassword(
                address.password() == null ? String.valueOf(password == null ? "" : password) : address.password());
        pool.setInitialSize(1);
        pool.setMinSize(1);
        pool.setMaxSize(size);
        pool.setMaxWaitForConnection(Duration.seconds(3));
        String validation = address.hasSeveralHosts() ? WRITABLE : PRIMARY;
        pool.setValidationQuery(validation);
        pool.setMaxConnectionAge(LONGEST_CONNECTION);
        pool.setCheckConnectionOnBorrow(true);
        // A new connection is validated by this query alone.
        pool.setInitializationQuery(session(statement, idleInTransaction) + "; " + validation);
        pool.setProperties(Map.of(
                "connectTimeout", "2",
                "socketTimeout", Long.toString(statement.toSeconds() + 5), // the server's word comes first
                "tcpKeepAlive", "true",
                "ApplicationName", "touchline"));
        return pool;
    }

    /** Set on each open connection: this overrides the URL, role, database and JVM, and needs no start-up parameter, which poolers refuse. */
    private static String session(Duration statement, Duration idleInTransaction) {
        return "SET statement_timeout = " + statement.toMilliseconds()
                + "; SET idle_in_transaction_session_timeout = " + idleInTransaction.toMilliseconds()
                + "; SET TIME ZONE 'UTC'"
                + "; SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED";
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DatabaseConfig[" + DatabaseAddress.parse(url) + "]";
    }
}
