package touchline.api.ops.command;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.Operator;
import touchline.api.request.RequestBody;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.operation.Attribution;

/** An operator's command as its request states it. Read every field first: {@link #attribution} reports all that are invalid. */
public final class CommandRequest {
    private static final Duration LONGEST = Duration.ofDays(366);

    private final Operator operator;
    private final RequestBody body;
    private final String reason;

    private CommandRequest(Operator operator, RequestBody body) {
        this.operator = operator;
        this.body = body;
        this.reason = body.reason();
    }

    public static CommandRequest of(Operator operator, byte @Nullable [] bytes) {
        return new CommandRequest(operator, RequestBody.parse(bytes));
    }

    public RequestBody body() {
        return body;
    }

    /** Reads {@code force}. */
    public boolean force() {
        return body.flag("force");
    }

    /** Reads {@code until}, an instant or a duration from now; null if it is left out. */
    public @Nullable Instant until(Instant now) {
        return body.optional(
                "until",
                64,
                text -> ahead(text, now),
                "must be a time ahead as in 2026-03-01T12:00:00Z, or a duration as in PT30M, no more than 366 days");
    }

    /**
     * Who gives the command, from where, and why.
     *
     * @throws touchline.api.problem.ProblemException validation, with every invalid field
     */
    public Attribution attribution() {
        body.check();
        return new Attribution(new Actor(operator.name(), operator.address()), reason);
    }

    private static Instant ahead(String text, Instant now) {
        Instant until = text.startsWith("P")
                ? now.plus(Duration.parse(text))
                : OffsetDateTime.parse(text).toInstant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw new IllegalArgumentException(text);
        }
        return until;
    }
}
