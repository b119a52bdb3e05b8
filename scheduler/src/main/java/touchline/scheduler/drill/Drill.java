package touchline.scheduler.drill;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hand-over drill, and its report.
 *
 * @param endedAt null while it is under way
 */
public record Drill(
        long id,
        String node,
        String actor,
        String reason,
        Instant startedAt,
        @Nullable Instant endedAt,
        List<TakeOver> takeOvers) {
    public Drill {
        takeOvers = List.copyOf(takeOvers);
    }

    /** What is taken over. */
    public enum Kind {
        JOB,
        SERVICE
    }

    /**
     * A take-over, of a job by its next run on another node, or of a service by another node's becoming active.
     *
     * @param predictedMillis at the latest after the start of the drill, as the settings say
     * @param takenBy null if no other node took it over
     * @param tookMillis after the start of the drill; null if no other node took it over
     */
    public record TakeOver(
            Kind kind,
            String subject,
            long predictedMillis,
            @Nullable String takenBy,
            @Nullable Long tookMillis) {}
}
