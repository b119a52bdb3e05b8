package touchline.api.leaderboard;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;
import touchline.market.leaderboard.LeaderboardQuery;
import touchline.market.spinner.SpinQuery;

/** Installs the routes for the leaderboard and the weekly draw. */
public final class LeaderboardFeature {
    private LeaderboardFeature() {}

    public static void install(JerseyEnvironment jersey, Jdbi jdbi, Clock clock) {
        jersey.register(new LeaderboardResource(new LeaderboardQuery(jdbi), clock));
        jersey.register(new SpinnerResource(new SpinQuery(jdbi), clock));
    }
}
