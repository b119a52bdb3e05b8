package touchline.api;

import io.dropwizard.db.DataSourceFactory;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import net.sourceforge.argparse4j.inf.Namespace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.api.config.DatabaseConfig;
import touchline.api.config.JobsConfig;
import touchline.api.shutdown.ShutdownDeadline;
import touchline.api.subscriber.ManagedFlusher;
import touchline.api.subscriber.ManagedStoreMonitor;
import touchline.market.outbox.Flusher;
import touchline.market.recovery.StoreMonitor;
import touchline.scheduler.node.NodeIdentity;
import touchline.scheduler.node.ServiceHost;

/** Runs only the flusher, until the process is stopped. Operators see it among the nodes and can restart it. */
final class FlusherCommand extends StoresCommand {
    private static final Logger LOG = LoggerFactory.getLogger(FlusherCommand.class);

    private final Function<JobsConfig, NodeIdentity> identities;

    /** Known to the cluster as what {@code identities} makes of the configuration. */
    FlusherCommand(Function<JobsConfig, NodeIdentity> identities) {
        super("flusher", "writes the outbox of Redis to Postgres until it is stopped");
        this.identities = identities;
    }

    /** As on a node: a flusher that waits for ever would be worse than one that begins again. */
    @Override
    DataSourceFactory pool(DatabaseConfig database) {
        return database.pool(4);
    }

    @Override
    void work(Stores stores, Namespace arguments) throws Exception {
        stores.configuration().redis().durability(stores.redis()).require();
        NodeIdentity identity = identities.apply(stores.configuration().jobs());
        int batch = stores.configuration().flusher().batch();
        stores.configuration().flusher().backlog(stores.redis()).enforce();
        ManagedFlusher flusher = new ManagedFlusher(() -> new Flusher(stores.redis(), stores.jdbi(), batch));
        CountDownLatch end = new CountDownLatch(1);
        ShutdownDeadline.arm(() -> false);
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            end.countDown();
            try {
                main.join(9_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        ManagedStoreMonitor monitor = new ManagedStoreMonitor(
                StoreMonitor.withReport(stores.configuration().redis().connections(), stores.redis(), stores.jdbi()));
        try (ServiceHost host = new ServiceHost(stores.jdbi(), identity, List.of(flusher))) {
            monitor.start();
            flusher.start();
            host.start();
            LOG.info("flushing as {}", identity.node());
            end.await();
        } finally {
            flusher.stop();
            monitor.stop();
        }
    }
}
