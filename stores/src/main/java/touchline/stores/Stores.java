package touchline.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Postgres and a Redis: started here with their data in a directory, or existing ones named by the environment.
 *
 * <p>No shutdown hook is installed: the caller closes the stores after everything that uses them.
 */
public final class Stores implements AutoCloseable {
    private final @Nullable DirectoryLock lock;
    private final @Nullable LocalPostgres postgres;
    private final @Nullable LocalRedis redis;
    private final Addresses addresses;

    private record Addresses(String databaseUrl, String databaseUser, String databasePassword, String redisUrl) {}

    private Stores(
            @Nullable DirectoryLock lock,
            @Nullable LocalPostgres postgres,
            @Nullable LocalRedis redis,
            Addresses addresses) {
        this.lock = lock;
        this.postgres = postgres;
        this.redis = redis;
        this.addresses = addresses;
    }

    /** Starts both servers on the data of the directory, or on none if it is new. Acknowledged writes are durable. */
    public static Stores start(Path dataDirectory) {
        return start(dataDirectory, Durability.KEPT);
    }

    /**
     * Starts both servers on the data of the directory, or on none if it is new.
     *
     * @throws DirectoryInUseException when a living process owns the directory
     */
    public static Stores start(Path dataDirectory, Durability durability) {
        return open(Map.of(), dataDirectory, durability);
    }

    /**
     * Uses the servers that {@code DATABASE_URL} (a JDBC URL; with {@code DATABASE_USER}, {@code DATABASE_PASSWORD}) and
     * {@code REDIS_URL} name, and starts those that aren't named.
     */
    public static Stores fromEnvironment(Map<String, String> environment, Path dataDirectory) {
        return open(environment, dataDirectory, Durability.KEPT);
    }

    /** As {@link #fromEnvironment(Map, Path)}; {@code durability} applies to servers that are started here. */
    public static Stores open(Map<String, String> environment, Path dataDirectory, Durability durability) {
        String databaseUrl = environment.getOrDefault("DATABASE_URL", "");
        String redisUrl = environment.getOrDefault("REDIS_URL", "");
        DirectoryLock lock = null;
        LocalPostgres postgres = null;
        LocalRedis redis = null;
        try {
            if (databaseUrl.isEmpty() || redisUrl.isEmpty()) {
                lock = DirectoryLock.take(dataDirectory);
            }
            if (redisUrl.isEmpty()) {
                redis = LocalRedis.start(dataDirectory.resolve("redis").toAbsolutePath(), durability);
                redisUrl = redis.url();
            }
            if (databaseUrl.isEmpty()) {
                postgres = LocalPostgres.start(dataDirectory.resolve("postgres").toAbsolutePath(), durability);
                databaseUrl = postgres.url();
            }
        } catch (IOException | RuntimeException failure) {
            closeAfter(failure, lock, postgres, redis);
            throw failure instanceof DirectoryInUseException inUse
                    ? inUse
                    : new IllegalStateException(
                            "The stores in " + dataDirectory + " can't be started: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            closeAfter(interrupted, lock, postgres, redis);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the stores were starting", interrupted);
        }
        return new Stores(
                lock,
                postgres,
                redis,
                new Addresses(
                        databaseUrl,
                        environment.getOrDefault("DATABASE_USER", LocalPostgres.USER),
                        environment.getOrDefault("DATABASE_PASSWORD", ""),
                        redisUrl));
    }

    /**
     * Ends the servers that a dead process left running in the directory.
     *
     * @throws DirectoryInUseException when a living process owns the directory
     */
    public static void endAbandoned(Path dataDirectory) {
        DirectoryLock lock = null;
        try {
            lock = DirectoryLock.take(dataDirectory);
            LocalRedis.endPrevious(dataDirectory.resolve("redis").toAbsolutePath());
            LocalPostgres.endPrevious(dataDirectory.resolve("postgres").toAbsolutePath());
        } catch (IOException failure) {
            throw new IllegalStateException("The servers left in " + dataDirectory + " can't be ended", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while ending left servers", interrupted);
        } finally {
            closeAll(lock, null, null);
        }
    }

    /** A JDBC URL. */
    public String databaseUrl() {
        return addresses.databaseUrl();
    }

    public String databaseUser() {
        return addresses.databaseUser();
    }

    public String databasePassword() {
        return addresses.databasePassword();
    }

    /** {@code redis://host:port}. */
    public String redisUrl() {
        return addresses.redisUrl();
    }

    /** Ends the servers that were started here, in less than a minute. The data stay. */
    @Override
    public void close() {
        closeAll(lock, postgres, redis);
    }

    /** What fails meanwhile is added to the failure, which is the cause. */
    private static void closeAfter(
            Exception failure,
            @Nullable DirectoryLock lock,
            @Nullable LocalPostgres postgres,
            @Nullable LocalRedis redis) {
        try {
            closeAll(lock, postgres, redis);
        } catch (IllegalStateException unclean) {
            failure.addSuppressed(unclean);
        }
    }

    private static void closeAll(
            @Nullable DirectoryLock lock, @Nullable LocalPostgres postgres, @Nullable LocalRedis redis) {
        List<Exception> failures = new ArrayList<>();
        if (redis != null) {
            attempt(redis::stop, failures);
        }
        if (postgres != null) {
            attempt(postgres::stop, failures);
        }
        // Release the lock last: until then no other process may start on the directory.
        if (lock != null) {
            attempt(lock::release, failures);
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("The stores didn't end cleanly; their data stay", failures.get(0));
        }
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static void attempt(Step step, List<Exception> failures) {
        try {
            step.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failures.add(interrupted);
        } catch (IOException | RuntimeException failure) {
            failures.add(failure);
        }
    }
}
