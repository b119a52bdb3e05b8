package touchline.api.ops.command;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.TimeAhead;

/** Times in the bodies of commands. */
public final class CommandTimes {
    private CommandTimes() {}

    /** Returns the time that a valid {@code until} means; null if it is null. */
    public static @Nullable Instant until(@Nullable String text, Instant now) {
        return text == null ? null : TimeAhead.TimeAheadCheck.time(text, now);
    }
}
