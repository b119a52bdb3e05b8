package touchline.market.sweep;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.RedisClient;
import touchline.market.MarketRules;
import touchline.market.lease.Leases;
import touchline.market.position.Positions;
import touchline.stores.child.ChildJvm;
import touchline.stores.junit.TestStores;

/** A node in a JVM of its own that sweeps two pages of five users and then goes no further, to be killed there. */
final class SweepNode implements SweepListener {
    static final String AFTER_TWO_PAGES = "test:after-two-pages";

    private final RedisClient redis;

    private SweepNode(RedisClient redis) {
        this.redis = redis;
    }

    public static void main(String[] args) throws InterruptedException {
        RedisClient redis = RedisClient.create(URI.create(args[0]));
        Jdbi jdbi = Jdbi.create(args[1], args[2], args[3]);
        new MarginSweep(
                        redis,
                        jdbi,
                        new Leases(redis, jdbi, "killed"),
                        new Positions(redis, MarketRules.standard()),
                        new SweepRules(2, 5, Duration.ofSeconds(5), 100))
                .everyUserWithAnOpenPosition(new SweepNode(redis));
    }

    static Process start(TestStores stores, Path log) throws IOException {
        return new ProcessBuilder(ChildJvm.command(
                        SweepNode.class, stores.redisUrl(), stores.databaseUrl(), stores.user(), stores.password()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    @Override
    public void progress(int percent, String words) {
        if (words.startsWith("page 2,")) {
            redis.set(AFTER_TWO_PAGES, "1");
            while (true) {
                LockSupport.park();
            }
        }
    }

    @Override
    public void note(String line) {}
}
