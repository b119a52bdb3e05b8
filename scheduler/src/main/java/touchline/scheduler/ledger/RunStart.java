package touchline.scheduler.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;

/**
 * A run at the moment of its firing.
 *
 * @param fireId Quartz' id of the firing
 * @param trigger the subject of its request, or the job's name
 * @param queued the id of an operator's request; null otherwise
 * @param follows the run that this one retries; null for the first
 * @param recovering whether it recovers a run of a dead node
 * @param deadline its longest duration; null if none is declared
 */
public record RunStart(
        String fireId,
        JobName job,
        String trigger,
        RunCause cause,
        @Nullable Long queued,
        @Nullable Long follows,
        int attempt,
        boolean recovering,
        Map<String, String> parameters,
        Instant scheduledFor,
        Instant firedAt,
        @Nullable Duration deadline) {}
