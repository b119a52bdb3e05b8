package touchline.api.leaderboard;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import touchline.api.caching.RecentReads;
import touchline.api.contract.SchemaName;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.market.leaderboard.LeaderboardEntry;
import touchline.market.leaderboard.LeaderboardQuery;
import touchline.market.leaderboard.Week;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;

/** The realised profit of users in a week, best first; the current week by default. */
@Path("/v1/leaderboard")
@Produces(MediaType.APPLICATION_JSON)
final class LeaderboardResource {
    private static final Pattern CURSOR = Pattern.compile("-?\\d{1,18}\\.[A-Za-z0-9_-]{1,64}");

    private final LeaderboardQuery leaderboard;
    private final RecentReads<RankingPage, Page<RankView>> pages = new RecentReads<>("leaderboard", this::read);
    private final Clock clock;

    LeaderboardResource(LeaderboardQuery leaderboard, Clock clock) {
        this.leaderboard = leaderboard;
        this.clock = clock;
    }

    /** The parameters of a page. */
    private record RankingPage(Week week, LeaderboardQuery.@Nullable End after, int size) {}

    /** A user's rank; equal results share a rank. */
    @SchemaName("LeaderboardEntry")
    record RankView(long rank, String userId, String name, String realisedPnl) {
        static RankView of(LeaderboardEntry entry) {
            return new RankView(
                    entry.rank(),
                    entry.user().value(),
                    entry.name(),
                    entry.realised().toString());
        }
    }

    @GET
    public Page<RankView> page(
            @QueryParam("week") @Nullable String week,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        int size = Page.limit(limit);
        return pages.get(new RankingPage(Weeks.parse(week, Week.of(clock.instant())), end(cursor), size));
    }

    private Page<RankView> read(RankingPage asked) {
        return Page.of(
                leaderboard.page(asked.week(), asked.after(), asked.size() + 1),
                asked.size(),
                RankView::of,
                entry -> entry.realised().tenThousandths() + "." + entry.user());
    }

    private static LeaderboardQuery.@Nullable End end(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        if (!CURSOR.matcher(cursor).matches()) {
            throw new ProblemException(
                    Problems.invalid(List.of(new Problem.FieldError("cursor", "must be a nextCursor of an answer"))));
        }
        String[] parts = cursor.split("\\.", 2);
        return new LeaderboardQuery.End(Money.of(Long.parseLong(parts[0])), UserId.of(parts[1]));
    }
}
