package touchline.api.ops.job;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.CommandReason;
import touchline.api.constraint.OptionalText;
import touchline.api.contract.SchemaName;
import touchline.scheduler.job.Schedule;

/** Another schedule: by {@code cron}, perhaps in a {@code zone}, or {@code every} so often, as in {@code PT5M}; {@code force} overrides the job's guard. */
@SchemaName("ScheduleRequest")
@ValidSchedule
record ScheduleBody(
        @CommandReason String reason,
        @OptionalText(max = 200) @Nullable String cron,
        @OptionalText(max = 64) @Nullable String every,
        @OptionalText(max = 64) @Nullable String zone,
        @Nullable Boolean force) {

    boolean isForced() {
        return Boolean.TRUE.equals(force);
    }

    /** Returns the schedule; empty if it is invalid, with the reasons passed to {@code wrong}. */
    Optional<Schedule> schedule(Instant now, BiConsumer<String, String> wrong) {
        return new ProposedSchedule(cron, every, zone).check(now, wrong);
    }
}
