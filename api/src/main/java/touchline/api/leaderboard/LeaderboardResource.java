package touchline.api.leaderboard;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import touchline.api.problem.Page;
import touchline.market.leaderboard.Leaderboard;
import touchline.market.leaderboard.Standing;
import touchline.market.leaderboard.Week;

/** What people realised in a week, the best first; the current week, where none is named. */
@Path("/v1/leaderboard")
@Produces(MediaType.APPLICATION_JSON)
public final class LeaderboardResource {
    private final Leaderboard leaderboard;
    private final Clock clock;

    public LeaderboardResource(Leaderboard leaderboard, Clock clock) {
        this.leaderboard = leaderboard;
        this.clock = clock;
    }

    /** How a user stands: equals share a rank. */
    record StandingView(long rank, String userId, String name, String realisedPnl) {
        static StandingView of(Standing standing) {
            return new StandingView(
                    standing.rank(),
                    standing.user().value(),
                    standing.name(),
                    standing.realised().toString());
        }
    }

    @GET
    public Page<StandingView> page(
            @QueryParam("week") @Nullable String week,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        int size = Page.limit(limit);
        long after = cursor == null ? 0 : Math.max(0, Page.before(cursor));
        return Page.of(
                leaderboard.page(Weeks.parse(week, Week.of(clock.instant())), after, size + 1),
                size,
                StandingView::of,
                standing -> Long.toString(standing.place()));
    }
}
