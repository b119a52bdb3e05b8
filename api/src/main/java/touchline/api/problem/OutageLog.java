package touchline.api.problem;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.outage.StoreOutage;

/** Logs outages: the first of a kind at once, then a line a second with how many requests it met. Thread-safe. */
final class OutageLog {
    private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<String, Since> kinds = new ConcurrentHashMap<>();

    private record Since(long loggedNanos, long requests) {}

    void note(StoreOutage outage) {
        long now = System.nanoTime();
        kinds.compute(outage.toString(), (kind, before) -> {
            long requests = (before == null ? 0 : before.requests()) + 1;
            if (before != null && now - before.loggedNanos() < EVERY_NANOS) {
                return new Since(before.loggedNanos(), requests);
            }
            LOG.warn("store unavailable: store={} reason={} requests={}", outage.store(), outage.reason(), requests);
            return new Since(now, 0);
        });
    }
}
