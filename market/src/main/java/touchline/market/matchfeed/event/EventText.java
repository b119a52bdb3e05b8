package touchline.market.matchfeed.event;

import org.jspecify.annotations.Nullable;

/** The feed's texts of an event, for people. {@code result} is the score after a goal, as in {@code 1-0}. */
public record EventText(
        @Nullable String result,
        @Nullable String info,
        @Nullable String addition) {
    public static final EventText NONE = new EventText(null, null, null);
}
