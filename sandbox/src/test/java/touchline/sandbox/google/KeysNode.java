package touchline.sandbox.google;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.RedisClient;
import touchline.api.subscriber.KeyFetches;
import touchline.jobs.auth.GoogleKeys;
import touchline.jobs.auth.GoogleKeysListener;
import touchline.jobs.auth.GoogleSettings;
import touchline.jobs.auth.JwksRefresh;
import touchline.jobs.auth.JwksRefreshJob;
import touchline.market.store.RedisConnections;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.job.Condition;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.node.NodeIdentity;

/** The part of a node that deals with Google's keys: job platform, keys and listener. */
final class KeysNode {
    static final String ISSUER = "https://accounts.google.com";

    final JobPlatform platform;
    final GoogleKeys keys;
    private final GoogleKeysListener listener;
    private final RedisClient redis;

    private KeysNode(JobPlatform platform, GoogleKeys keys, GoogleKeysListener listener, RedisClient redis) {
        this.platform = platform;
        this.keys = keys;
        this.listener = listener;
        this.redis = redis;
    }

    /** Arguments: database URL, user, password, Redis URL, URL of the keys. Uses a long deadline. */
    public static void main(String[] args) throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        database.setUser(args[1]);
        database.setPassword(args[2]);
        start(database, args[3], URI.create(args[4]), Duration.ofMinutes(2), true);
    }

    /** @param refreshes whether it runs the job */
    static KeysNode start(DataSource database, String redisUrl, URI jwksUrl, Duration deadline, boolean refreshes)
            throws Exception {
        GoogleSettings settings = new GoogleSettings("client", jwksUrl, ISSUER, deadline);
        Jdbi jdbi = Jdbi.create(database);
        RedisClient redis = RedisClient.create(redisUrl);
        JobPlatform platform = new JobPlatform(
                database,
                new NodeIdentity(
                        "node-" + UUID.randomUUID().toString().substring(0, 8),
                        "localhost",
                        ProcessHandle.current().pid(),
                        "test",
                        5),
                new JobCatalogue(List.of(JobDefinition.named(JwksRefreshJob.NAME)
                        .on(new Schedule.Every(Duration.ofHours(6)))
                        .exclusively()
                        .recovered()
                        .taking(JwksRefreshJob.BECAUSE)
                        .onlyIf(new Condition("the test wants it", refreshes))
                        .runs(new JwksRefreshJob(new JwksRefresh(settings, jdbi, redis))))),
                List.of(),
                Clock.systemUTC());
        platform.start();
        GoogleKeys keys = new GoogleKeys(settings, jdbi, new KeyFetches(platform));
        GoogleKeysListener listener = new GoogleKeysListener(keys, RedisConnections.to(redisUrl));
        listener.start();
        return new KeysNode(platform, keys, listener, redis);
    }

    /** Requests a fetch, as the schedule does. */
    void refresh(String subject) throws Exception {
        platform.request(JwksRefreshJob.NAME, subject, Instant.now(), Map.of());
    }

    void stop() throws InterruptedException {
        listener.stop();
        platform.stop();
        redis.close();
    }
}
