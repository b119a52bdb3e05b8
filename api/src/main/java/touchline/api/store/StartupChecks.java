package touchline.api.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import touchline.market.script.Permissions;
import touchline.migrations.Migrations;

/** Checks of the stores that a node, and every command but {@code migrate}, runs at its start. */
public final class StartupChecks {
    private static final String MAY_NOT =
            "Redis' user lacks permissions; docs/stores.md lists those of a user of its own. It may not run: ";

    private final UnifiedJedis redis;
    private final DataSource database;

    public StartupChecks(UnifiedJedis redis, DataSource database) {
        this.redis = redis;
        this.database = database;
    }

    /**
     * Runs them all.
     *
     * @throws IllegalStateException with what is wrong and what to do, in one line
     */
    public void run() {
        requireSessions();
        requireSchema();
        requirePlainRedis();
        requireNoEviction();
        requirePermissions();
    }

    /**
     * Time-outs, advisory locks and prepared statements belong to a session. A pooler that gives each transaction another one is caught by two clients that share a
     * backend, or one client that changes it.
     */
    private void requireSessions() {
        boolean isShared;
        try (Connection one = database.getConnection();
                Connection other = database.getConnection()) {
            int backend = BackendQuery.processId(one);
            other.setAutoCommit(false); // keeps what it is given until it is done
            try {
                isShared = BackendQuery.processId(other) == backend || BackendQuery.processId(one) != backend;
            } finally {
                other.rollback();
                other.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Postgres can't be reached; check DATABASE_URL. (" + line(e.getMessage()) + ")", e);
        }
        if (isShared) {
            throw new IllegalStateException("DATABASE_URL leads through a pooler that gives every transaction another"
                    + " session; set its pool_mode to session, or connect to Postgres directly.");
        }
    }

    private void requireSchema() {
        List<String> pending;
        try {
            pending = Migrations.pending(database);
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The database's schema can't be read; check DATABASE_URL. (" + line(e.getMessage()) + ")", e);
        }
        if (!pending.isEmpty()) {
            throw new IllegalStateException("The database's schema lacks " + String.join(", ", pending)
                    + "; run './touchline migrate config.yml'.");
        }
    }

    private void requirePlainRedis() {
        String server;
        try {
            server = redis.info("server");
        } catch (JedisDataException noInfoAllowed) {
            return; // a hosted Redis that doesn't let us look
        } catch (JedisException e) {
            throw unreachable(e);
        }
        if (server.contains("redis_mode:sentinel")) {
            throw new IllegalStateException("REDIS_URL leads to a Sentinel; write"
                    + " redis+sentinel://HOST:PORT,HOST:PORT/NAME, with the name of the primary.");
        }
        if (server.contains("redis_mode:cluster")) {
            throw new IllegalStateException(
                    "REDIS_URL leads to a Redis Cluster, where one script can't use all keys; name a standalone Redis.");
        }
    }

    /** Any other policy evicts leases and wallets alike. */
    private void requireNoEviction() {
        try {
            Map<String, String> policy = redis.configGet("maxmemory-policy");
            String value = policy.getOrDefault("maxmemory-policy", "noeviction");
            if (!value.equals("noeviction")) {
                throw new IllegalStateException("Redis' maxmemory-policy is " + value
                        + ", with which it would throw money away; set it to noeviction.");
            }
        } catch (JedisDataException noConfigAllowed) {
            // a hosted Redis that doesn't let us look
        } catch (JedisException e) {
            throw unreachable(e);
        }
    }

    /** A script that is refused a command in the middle has written half a step. */
    private void requirePermissions() {
        List<String> refused;
        try {
            refused = Permissions.refused(redis);
        } catch (JedisAccessControlException noScripts) {
            throw new IllegalStateException(MAY_NOT + line(noScripts.getMessage()), noScripts);
        } catch (JedisDataException refusesForNow) {
            return; // full, read-only or without replicas: the market says so
        } catch (JedisException e) {
            throw unreachable(e);
        }
        if (!refused.isEmpty()) {
            throw new IllegalStateException(MAY_NOT + String.join(", ", refused));
        }
    }

    private static IllegalStateException unreachable(JedisException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause(); // what TLS or the network says, not what the pool makes of it
        }
        return new IllegalStateException(
                "Redis can't be reached; check REDIS_URL. (" + line(e.getMessage())
                        + (cause == e ? "" : ": " + line(cause.getMessage())) + ")",
                e);
    }

    private static String line(@Nullable String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
