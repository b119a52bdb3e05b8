package touchline.api.ops.command;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.Operator;
import touchline.api.request.RequestBody;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.operation.Attribution;

/** What every change says: by whom, from where, and why. */
public final class CommandRequest {
    private static final Duration FURTHEST = Duration.ofDays(366);

    private CommandRequest() {}

    /** Reads {@code reason}. */
    public static Attribution of(Operator operator, RequestBody body) {
        return new Attribution(new Actor(operator.name(), operator.address()), body.reason());
    }

    /** Reads {@code until}: an instant, or how long from now; null where it is left out. */
    public static @Nullable Instant until(RequestBody body, Instant now) {
        return body.optional(
                "until",
                64,
                text -> ahead(text, now),
                "must be a time ahead as in 2026-03-01T12:00:00Z, or a duration as in PT30M, no more than 366 days");
    }

    private static Instant ahead(String text, Instant now) {
        Instant until = text.startsWith("P")
                ? now.plus(Duration.parse(text))
                : OffsetDateTime.parse(text).toInstant();
        if (!until.isAfter(now) || until.isAfter(now.plus(FURTHEST))) {
            throw new IllegalArgumentException(text);
        }
        return until;
    }
}
