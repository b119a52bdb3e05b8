package touchline.api.metric;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.lease.Leases;
import touchline.market.outbox.OutboxLags;
import touchline.market.outbox.refill.BookRefillRepository;
import touchline.scheduler.metric.Readings;

/** Metrics of Redis, its leases and the lag of Postgres, read at each scrape. If Redis is unavailable, only that is reported. Thread-safe. */
final class StoreMetrics implements MultiCollector {
    private static final Logger LOG = LoggerFactory.getLogger(StoreMetrics.class);
    private static final String PREFIX = "lease:";

    private final UnifiedJedis redis;
    private final OutboxLags lags;
    private final BookRefillRepository refills;
    private final Leases leases;
    private final List<String> names;
    private final String node;

    /**
     * For a node.
     *
     * @param names the leases there are, as in {@code lease:stop-watcher}
     */
    StoreMetrics(
            UnifiedJedis redis,
            OutboxLags lags,
            BookRefillRepository refills,
            Leases leases,
            List<String> names,
            String node) {
        this.refills = refills;
        this.redis = redis;
        this.lags = lags;
        this.leases = leases;
        this.names = List.copyOf(names);
        this.node = node;
    }

    @Override
    public MetricSnapshots collect() {
        Readings read = new Readings();
        boolean up = ping();
        read.gauge("touchline_redis_up", "1 if this node reaches Redis", up ? 1 : 0);
        if (up) {
            attempt(() -> leases(read));
            attempt(() -> lag(read));
            attempt(() -> outbox(read));
        }
        return read.snapshots();
    }

    private boolean ping() {
        try {
            return redis.ping().equals("PONG");
        } catch (RuntimeException e) {
            LOG.debug("Redis does not answer", e);
            return false;
        }
    }

    private void leases(Readings read) {
        for (String name : names) {
            boolean held = leases.holder(name)
                    .filter(holder -> holder.startsWith(node + ":"))
                    .isPresent();
            read.gauge(
                    "touchline_lease_held",
                    "1 if this node holds a lease, of which there is one in the cluster",
                    held ? 1 : 0,
                    "lease",
                    name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
        }
    }

    /** Also while Postgres is out of reach. */
    private void lag(Readings read) {
        lags.behindAsPublished()
                .forEach((stream, behindMillis) -> read.gauge(
                        "touchline_outbox_lag_seconds",
                        "The age of the oldest entry that is not in Postgres yet",
                        behindMillis / 1e3,
                        "stream",
                        stream));
    }

    private void outbox(Readings read) {
        read.counter(
                "touchline_outbox_refilled",
                "Entries that were lost in a fail-over of Postgres and written again",
                (double) refills.total());
        for (Map.Entry<String, OutboxLags.Lag> entry : lags.all().entrySet()) {
            String stream = entry.getKey();
            OutboxLags.Lag lag = entry.getValue();
            read.gauge(
                    "touchline_outbox_dead_letters",
                    "Entries that could not be written to Postgres and became dead letters",
                    (double) lag.deadLetters(),
                    "stream",
                    stream);
            read.counter(
                    "touchline_outbox_written",
                    "Entries that scripts have appended since the market began",
                    (double) lag.written(),
                    "stream",
                    stream);
            read.counter(
                    "touchline_outbox_applied",
                    "Entries that have been taken into the book",
                    (double) lag.applied(),
                    "stream",
                    stream);
        }
    }

    private static void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (RuntimeException e) {
            LOG.debug("a store could not be asked", e);
        }
    }
}
