package touchline.scheduler.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds nodes without a free thread while work is due. Thread-safe. */
public final class StarvedNodes {
    private static final Logger LOG = LoggerFactory.getLogger(StarvedNodes.class);

    private final Jdbi jdbi;
    private final WatchdogRules rules;
    private final Map<String, Instant> reported = new ConcurrentHashMap<>();

    public StarvedNodes(Jdbi jdbi, WatchdogRules rules) {
        this.jdbi = jdbi;
        this.rules = rules;
    }

    public List<ThreadStarvation> now() {
        return jdbi.withHandle(handle -> ThreadStarvationQuery.starved(handle, rules.starved()));
    }

    /** Logs the starvation of this node, once for each time. */
    public void report(String node) {
        List<ThreadStarvation> mine = new ArrayList<>(now());
        mine.removeIf(starvation -> !starvation.node().equals(node));
        for (ThreadStarvation starvation : mine) {
            if (!starvation.since().equals(reported.put(node, starvation.since()))) {
                LOG.warn(
                        "no thread is free although triggers are due: since={} due={} held={}",
                        starvation.since(),
                        starvation.due(),
                        starvation.held());
            }
        }
    }
}
