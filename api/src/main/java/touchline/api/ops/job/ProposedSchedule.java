package touchline.api.ops.job;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.schedule.ScheduleCheck;

/**
 * A proposed schedule: by {@code cron}, perhaps in a {@code zone}, or {@code every} so often.
 *
 * @param zone UTC where it is null
 */
record ProposedSchedule(
        @Nullable String cron,
        @Nullable String every,
        @Nullable String zone) {

    /** Validates the schedule; empty if it is invalid, with the reasons passed to {@code wrong}. */
    Optional<Schedule> check(Instant now, BiConsumer<String, String> wrong) {
        if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone)) {
            // Of zones without a name Java's two kinds of zone don't think alike.
            wrong.accept("zone", "is not a time zone, as UTC and Europe/London are");
            return Optional.empty();
        }
        if (cron != null && every == null) {
            return checked(ScheduleCheck.cron(cron, zone == null ? "UTC" : zone, now), wrong);
        }
        if (every != null && cron == null && zone == null) {
            return checked(ScheduleCheck.every(every), wrong);
        }
        wrong.accept(
                "cron",
                every != null && cron == null
                        ? "goes with zone, every doesn't"
                        : "or every must be given, and not both");
        return Optional.empty();
    }

    private static Optional<Schedule> checked(ScheduleCheck.Checked checked, BiConsumer<String, String> wrong) {
        if (checked instanceof ScheduleCheck.Good good) {
            return Optional.of(good.schedule());
        }
        ((ScheduleCheck.Bad) checked)
                .complaints()
                .forEach((field, complaint) -> wrong.accept(
                        switch (field) {
                            case "expression" -> "cron";
                            case "interval" -> "every";
                            default -> field;
                        },
                        complaint));
        return Optional.empty();
    }
}
