package touchline.jobs.spinner;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.spinner.Spinner;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.Retry;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.node.NodeIdentity;

/** A node that draws: it asks for a run when it comes up, as every node does. */
final class SpinnerNode {
    private SpinnerNode() {}

    /** Arguments: the database's URL, user and password, and Redis' URL. */
    public static void main(String[] args) throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        database.setUser(args[1]);
        database.setPassword(args[2]);
        start(database, RedisClient.create(args[3]));
    }

    static JobPlatform start(DataSource database, UnifiedJedis redis) throws Exception {
        JobPlatform node = node(
                database,
                JobDefinition.named(WeeklySpinJob.NAME)
                        .on(new Schedule.Cron("0 5 0 ? * MON"))
                        .exclusively()
                        .recovered()
                        .retried(Retry.UNTIL_DONE)
                        .runs(new WeeklySpinJob(new Spinner(Jdbi.create(database), redis), Clock.systemUTC())));
        node.start();
        node.request(WeeklySpinJob.NAME, "boot", Instant.now(), Map.of());
        return node;
    }

    static JobPlatform node(DataSource database, JobDefinition... jobs) {
        return new JobPlatform(
                database,
                new NodeIdentity(
                        "node-" + UUID.randomUUID().toString().substring(0, 8),
                        "localhost",
                        ProcessHandle.current().pid(),
                        "test",
                        5),
                new JobCatalogue(List.of(jobs)),
                List.of(),
                Clock.systemUTC());
    }
}
