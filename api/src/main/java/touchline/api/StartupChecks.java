package touchline.api;

import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** What a node refuses to start without. */
final class StartupChecks {
    private final UnifiedJedis redis;
    private final Jdbi jdbi;

    StartupChecks(UnifiedJedis redis, Jdbi jdbi) {
        this.redis = redis;
        this.jdbi = jdbi;
    }

    /**
     * Runs them all.
     *
     * @throws IllegalStateException with what is wrong and what to do
     */
    void run() {
        schemaIsThere();
        nothingIsEvicted();
    }

    private void schemaIsThere() {
        try {
            jdbi.useHandle(
                    handle -> handle.execute("SELECT 1 FROM job_executions, operator_sessions, spin_seeds LIMIT 0"));
        } catch (JdbiException e) {
            throw new IllegalStateException(
                    "The database can't be reached or its schema isn't there; check DATABASE_URL and run './touchline migrate config.yml'. ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    /** Any other policy evicts leases and wallets alike. */
    private void nothingIsEvicted() {
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
            throw new IllegalStateException("Redis can't be reached; check REDIS_URL. (" + e.getMessage() + ")", e);
        }
    }
}
