package touchline.stores.junit;

import java.util.Map;
import java.util.Optional;

/**
 * The servers of this JVM, started on first use and ended by a shutdown hook. This is the project's only static state: no test
 * framework spans all tests of a JVM.
 */
final class SharedServers {
    private static final class Holder {
        static final Servers SERVERS = start(System.getenv());
    }

    private SharedServers() {}

    static Servers get() {
        return Holder.SERVERS;
    }

    private static Servers start(Map<String, String> environment) {
        boolean bothNamed = environment.containsKey("DATABASE_URL") && environment.containsKey("REDIS_URL");
        boolean noneNamed = !environment.containsKey("DATABASE_URL") && !environment.containsKey("REDIS_URL");
        Servers servers = noneNamed
                ? DockerServers.start(environment).orElseGet(() -> LocalServers.start(environment))
                : bothNamed ? named(environment) : LocalServers.start(environment);
        Runtime.getRuntime().addShutdownHook(new Thread(servers.end(), "test-stores-end"));
        return servers;
    }

    private static Servers named(Map<String, String> environment) {
        return new Servers(
                environment.getOrDefault("DATABASE_URL", ""),
                environment.getOrDefault("DATABASE_USER", "postgres"),
                environment.getOrDefault("DATABASE_PASSWORD", ""),
                environment.getOrDefault("REDIS_URL", ""),
                Optional.empty(),
                () -> {});
    }
}
