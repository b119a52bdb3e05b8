package touchline.api.leaderboard;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.caching.SharedReads;
import touchline.market.leaderboard.Week;
import touchline.market.spinner.SpinQuery;

/** A week's draw; of the week that ended last, where none is named. docs/spinner.md says how to check one. */
@Path("/v1/spinner")
@Produces(MediaType.APPLICATION_JSON)
final class SpinnerResource {
    private final SpinQuery spins;
    private final SharedReads<Week, SpinView> draws = new SharedReads<>(this::read);
    private final Clock clock;

    SpinnerResource(SpinQuery spins, Clock clock) {
        this.spins = spins;
        this.clock = clock;
    }

    @GET
    public SpinView find(@QueryParam("week") @Nullable String given) {
        return draws.get(Weeks.parse(given, Week.of(clock.instant()).previous()));
    }

    private SpinView read(Week week) {
        Instant now = clock.instant();
        return spins.find(week)
                .map(spin -> SpinView.of(spin, now))
                .orElseGet(() -> SpinView.undrawn(week, now, null, null));
    }
}
