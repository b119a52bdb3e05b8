package touchline.feed.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line-ups of both teams.
 *
 * @param players empty where the feed sends none
 * @param complete false where rows can't be read, or the list is missing
 */
public record FeedLineUp(List<Player> players, boolean complete) {
    public static final FeedLineUp MISSING = new FeedLineUp(List.of(), false);

    public FeedLineUp {
        players = List.copyOf(players);
    }

    /**
     * A player in a line-up; details that the feed does not send are null.
     *
     * @param starts false for the bench
     * @param rating in hundredths
     */
    public record Player(
            SquadEntry entry,
            boolean starts,
            @Nullable Integer saves,
            @Nullable Integer minutes,
            @Nullable Integer rating) {}
}
