package touchline.stores.junit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The servers as containers, if there is a Docker daemon. */
final class DockerServers {
    private static final int REDIS_PORT = 6379;

    private DockerServers() {}

    static Optional<Servers> start(Map<String, String> environment) {
        // Testcontainers needs seconds and pages of log to find out that there is no daemon.
        if (!daemonInSight(environment)) {
            return Optional.empty();
        }
        try {
            return DockerClientFactory.instance().isDockerAvailable() ? Optional.of(start()) : Optional.empty();
        } catch (NoClassDefFoundError testcontainersNotOnTheClassPath) {
            return Optional.empty();
        }
    }

    private static boolean daemonInSight(Map<String, String> environment) {
        String home = System.getProperty("user.home", "/");
        return environment.containsKey("DOCKER_HOST")
                || Stream.of(
                                Path.of("/var/run/docker.sock"),
                                Path.of(home, ".docker/run/docker.sock"),
                                Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", "/nowhere"), "docker.sock"))
                        .anyMatch(Files::exists);
    }

    @SuppressWarnings("resource") // stopped by the returned record, or by Testcontainers' reaper
    private static Servers start() {
        PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:18-alpine")
                .withCommand(
                        "postgres", "-c", "fsync=off", "-c", "max_connections=200", "-c", "timezone=Pacific/Chatham");
        GenericContainer<?> redis = new GenericContainer<>(DockerImageName.parse("redis:6.2-alpine"))
                .withExposedPorts(REDIS_PORT)
                .withCommand("redis-server", "--appendonly", "yes", "--maxmemory-policy", "noeviction");
        postgres.start();
        redis.start();
        return new Servers(
                postgres.getJdbcUrl(),
                postgres.getUsername(),
                postgres.getPassword(),
                "redis://" + redis.getHost() + ":" + redis.getMappedPort(REDIS_PORT),
                Optional.empty(),
                () -> {
                    redis.stop();
                    postgres.stop();
                });
    }
}
