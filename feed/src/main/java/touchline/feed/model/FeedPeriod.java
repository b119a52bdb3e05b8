package touchline.feed.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A half, a half of extra time, or the shoot-out. While it is {@code ticking}, {@code minutes} is the match's minute. */
public record FeedPeriod(
        long id,
        int typeId,
        @Nullable Instant started,
        @Nullable Instant ended,
        boolean ticking,
        int minutes,
        int seconds,
        String description) {}
