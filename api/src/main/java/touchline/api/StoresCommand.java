package touchline.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.RedisClient;
import touchline.api.config.DatabaseConfig;
import touchline.api.config.TouchlineConfiguration;
import touchline.api.store.StartupChecks;

/** A command that works on the stores and ends. What it finds goes to standard output, as JSON; its exit code is 0 only if all is well. */
abstract class StoresCommand extends ConfiguredCommand<TouchlineConfiguration> {
    private static final ObjectMapper JSON = new ObjectMapper();

    StoresCommand(String name, String description) {
        super(name, description);
    }

    /** The stores, for as long as the command runs. */
    record Stores(TouchlineConfiguration configuration, ManagedDataSource database, Jdbi jdbi, RedisClient redis) {}

    @Override
    protected final void run(
            Bootstrap<TouchlineConfiguration> bootstrap, Namespace arguments, TouchlineConfiguration configuration)
            throws Exception {
        ManagedDataSource database = pool(configuration.database()).build(bootstrap.getMetricRegistry(), getName());
        try (RedisClient redis = configuration.redis().connections().pool(getName(), 8)) {
            check(redis, database);
            work(new Stores(configuration, database, Jdbi.create(database), redis), arguments);
        } finally {
            database.stop();
        }
    }

    /** Connections to the book, in which nothing waits for ever; an audit of a large one takes longer than a request may. */
    DataSourceFactory pool(DatabaseConfig database) {
        return database.commandPool(4);
    }

    /**
     * Checks the stores before the command runs.
     *
     * @throws IllegalStateException with what is wrong and what to do
     */
    void check(RedisClient redis, ManagedDataSource database) {
        new StartupChecks(redis, database).run();
    }

    /**
     * Does it.
     *
     * @throws Exception if it could not be done or something is wrong; the process then ends with 1
     */
    abstract void work(Stores stores, Namespace arguments) throws Exception;

    /** Prints a line of JSON. */
    @SuppressWarnings("SystemOut") // standard output is what a command is for
    static void print(Object result) throws Exception {
        System.out.println(JSON.writeValueAsString(result));
    }

    /** Ends the process with exit code 1 and without a stack trace; the findings have been printed. */
    static final class NotWell extends RuntimeException {
        NotWell(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable e) {
        cli.getStdErr().println(e instanceof NotWell ? e.getMessage() : getName() + " failed: " + message(e));
    }

    private static String message(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
