package touchline.scheduler;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.node.NodeIdentity;
import touchline.scheduler.watch.WatchdogRules;

/** Nodes that lose patience a hundred times as fast, for tests. */
final class Watchful {
    static final WatchdogRules QUICK = new WatchdogRules(
            Duration.ofMillis(100),
            Duration.ofMillis(800),
            Duration.ofMillis(300),
            3,
            Duration.ofMillis(300),
            Duration.ofMillis(300));

    private Watchful() {}

    static JobPlatform node(DataSource database, JobDefinition... jobs) {
        return node(database, Clock.systemUTC(), 5, jobs);
    }

    static JobPlatform node(DataSource database, Clock clock, int threads, JobDefinition... jobs) {
        String name = "node-" + UUID.randomUUID().toString().substring(0, 8);
        return new JobPlatform(
                database,
                new NodeIdentity(name, "localhost", ProcessHandle.current().pid(), "test", threads),
                new JobCatalogue(List.of(jobs)),
                List.of(),
                clock,
                new PlatformTiming(Cluster.DRAIN, Duration.ofSeconds(10), QUICK));
    }
}
