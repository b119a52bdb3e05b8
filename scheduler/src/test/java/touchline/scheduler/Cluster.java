package touchline.scheduler;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.node.NodeIdentity;
import touchline.scheduler.watch.WatchdogRules;
import touchline.stores.junit.TestStores;

/** Nodes of this JVM on a test's database, ended with the test. */
final class Cluster {
    /** Long enough for runs that end by themselves. */
    static final Duration DRAIN = Duration.ofSeconds(1);

    private final TestStores stores;
    private final List<JobPlatform> nodes = new CopyOnWriteArrayList<>();

    Cluster(TestStores stores) {
        this.stores = stores;
    }

    JobPlatform start(JobDefinition... jobs) throws Exception {
        return start(stores.dataSource(), jobs);
    }

    JobPlatform start(DataSource database, JobDefinition... jobs) throws Exception {
        String name = "node-" + UUID.randomUUID().toString().substring(0, 8);
        JobPlatform node = node(database, name, jobs);
        nodes.add(node);
        node.start();
        return node;
    }

    /** Starts a node that was made otherwise. */
    JobPlatform start(JobPlatform node) throws Exception {
        nodes.add(node);
        node.start();
        return node;
    }

    /** A node that has not started. */
    static JobPlatform node(DataSource database, String name, JobDefinition... jobs) {
        return node(database, name, 5, jobs);
    }

    static JobPlatform node(DataSource database, String name, int threads, JobDefinition... jobs) {
        return new JobPlatform(
                database,
                new NodeIdentity(name, "localhost", ProcessHandle.current().pid(), "test", threads),
                new JobCatalogue(List.of(jobs)),
                List.of(),
                Clock.systemUTC(),
                new PlatformTiming(DRAIN, Duration.ofSeconds(10), WatchdogRules.DEFAULT));
    }

    Jdbi book() {
        return Jdbi.create(stores.dataSource());
    }

    /** A number from the database. */
    long count(String sql) {
        return book().withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }

    /** A text from the database; empty where there is no row. */
    String text(String sql) {
        return book().withHandle(handle ->
                handle.select(sql).mapTo(String.class).findOne().orElse(""));
    }

    /** Stops the nodes at once, each on a thread of its own. */
    void stop() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Callable<Boolean>> stops = new ArrayList<>();
            for (JobPlatform node : nodes) {
                stops.add(() -> {
                    node.stop();
                    return true;
                });
            }
            for (Future<Boolean> stopped : threads.invokeAll(stops)) {
                stopped.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
