package touchline.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Counts the calls of each entity in an hour that begins with the first of them. */
final class HourlyBudget {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Clock clock;
    private final FeedPlan plan;
    private final Map<String, Window> windows = new HashMap<>();

    private record Window(Instant resetsAt, int used) {}

    /** What the envelope says after a call. */
    record Left(String entity, int remaining, long resetsInSeconds, boolean exceeded) {}

    HourlyBudget(Clock clock, FeedPlan plan) {
        this.clock = clock;
        this.plan = plan;
    }

    synchronized Left take(String entity) {
        Instant now = clock.instant();
        Window window = windows.get(entity);
        if (window == null || !now.isBefore(window.resetsAt())) {
            window = new Window(now.plus(HOUR), 0);
        }
        int limit = plan.limit(entity);
        boolean exceeded = window.used() >= limit;
        int used = exceeded ? window.used() : window.used() + 1;
        windows.put(entity, new Window(window.resetsAt(), used));
        return new Left(
                entity, limit - used, Duration.between(now, window.resetsAt()).toSeconds(), exceeded);
    }
}
