package touchline.scheduler.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;

/**
 * What is known of a run as it is fired.
 *
 * @param fireId Quartz' id of the firing
 * @param trigger what it was asked for, or the job's name where it was time
 * @param queued its row, where an operator asked for it; null otherwise
 * @param follows the run of which this is another attempt; null for the first
 * @param recovering whether it takes up a run that died with its node
 * @param deadline how long it may take; null where nobody has declared that
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
