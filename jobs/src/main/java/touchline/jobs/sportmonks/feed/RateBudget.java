package touchline.jobs.sportmonks.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps a tenth of the plan's hourly calls unspent. The feed counts by entity and by token, so what it says is left already holds
 * what the cluster's other nodes have used; what they used since this node last asked is what a small allowance is for. Which entity
 * a call belongs to is learnt from its first answer.
 */
final class RateBudget {
    private static final int SINCE_LAST_HEARD = 3;

    private final Clock clock;
    private final int reserve;
    private final Map<String, String> entities = new HashMap<>();
    private final Map<String, Window> windows = new HashMap<>();

    private record Window(int remaining, Instant resetsAt) {}

    RateBudget(Clock clock, int callsPerHour) {
        this.clock = clock;
        this.reserve = (callsPerHour + 9) / 10 + SINCE_LAST_HEARD;
    }

    /** Takes one call from the budget. @return zero, or how long there is none to take */
    synchronized Duration take(String call) {
        String entity = entities.getOrDefault(call, call);
        Window window = windows.get(entity);
        Instant now = clock.instant();
        if (window == null || !now.isBefore(window.resetsAt())) {
            return Duration.ZERO;
        }
        if (window.remaining() <= reserve) {
            return Duration.between(now, window.resetsAt());
        }
        windows.put(entity, new Window(window.remaining() - 1, window.resetsAt()));
        return Duration.ZERO;
    }

    /** What the feed says is left, and for how long. */
    synchronized void told(String call, String entity, int remaining, Duration resetsIn) {
        entities.put(call, entity);
        windows.put(entity, new Window(remaining, clock.instant().plus(resetsIn)));
    }

    /** The feed has refused a call: nothing is left until then. */
    synchronized void spent(String call, Duration resetsIn) {
        windows.put(
                entities.getOrDefault(call, call), new Window(0, clock.instant().plus(resetsIn)));
    }

    /** What is left by entity, as last heard. */
    synchronized Map<String, Integer> remaining() {
        Map<String, Integer> remaining = new HashMap<>();
        windows.forEach((entity, window) -> remaining.put(entity, window.remaining()));
        return remaining;
    }
}
