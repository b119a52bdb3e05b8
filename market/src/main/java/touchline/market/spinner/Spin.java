package touchline.market.spinner;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.market.leaderboard.Week;
import touchline.market.wallet.UserId;

/**
 * The public state of a week's draw.
 *
 * @param seedHash published as soon as the seed was made, at {@code seedMadeAt}: the draw can be trusted if that was before the week's end
 * @param result what came of it; null while it is not drawn
 */
public record Spin(
        Week week,
        String seedHash,
        @Nullable Instant seedMadeAt,
        @Nullable Result result) {

    /**
     * What came of a draw, and all that it takes to do it again.
     *
     * @param candidates those tied at the top of the week, sorted
     * @param winner one of them; null where there is none
     */
    public record Result(
            String seed,
            List<UserId> candidates,
            @Nullable UserId winner,
            @Nullable String winnerName,
            Instant drawnAt) {
        public Result {
            candidates = List.copyOf(candidates);
        }
    }
}
