package touchline.api.health;

import com.codahale.metrics.health.HealthCheck;
import com.codahale.metrics.health.HealthCheckRegistry;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.metrics.servlets.HealthCheckServlet;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.UnifiedJedis;

/** {@code /healthcheck/alive}, {@code ready} and {@code market} on the admin port, each with the checks that its reader can act on. */
public final class HealthGroups {
    /** What a restart of the process cures. No store is in it: a restart doesn't bring one back. */
    private static final List<String> ALIVE = List.of("deadlocks");
    /** What keeps this node, and not all of them, from serving requests. */
    private static final List<String> READY = List.of("jobs", "redis", "own-port", "leaving");
    /** For operators: no process is at fault. */
    private static final List<String> MARKET = List.of("market", "feed", "outbox");

    private HealthGroups() {}

    /**
     * Installs them, once every check is registered.
     *
     * @param leaving whether the node has begun to stop
     */
    public static void install(Environment environment, UnifiedJedis redis, BooleanSupplier leaving) {
        environment.healthChecks().register("leaving", new HealthCheck() {
            @Override
            protected Result check() {
                return leaving.getAsBoolean() ? Result.unhealthy("the node is stopping") : Result.healthy();
            }
        });
        environment.healthChecks().register("redis", new RedisReach(redis, System::nanoTime));
        install(environment, "alive", ALIVE);
        install(environment, "ready", READY);
        install(environment, "market", MARKET);
    }

    private static void install(Environment environment, String group, List<String> names) {
        HealthCheckRegistry checks = new HealthCheckRegistry();
        for (String name : names) {
            HealthCheck check =
                    Objects.requireNonNull(environment.healthChecks().getHealthCheck(name), name);
            checks.register(name, check);
        }
        environment
                .admin()
                .addServlet("health-" + group, new HealthCheckServlet(checks))
                .addMapping("/healthcheck/" + group);
    }
}
