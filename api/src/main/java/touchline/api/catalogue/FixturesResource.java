package touchline.api.catalogue;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.api.problem.Ids;
import touchline.api.problem.Page;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.market.fixture.EventHistory;
import touchline.market.fixture.FeedWatch;
import touchline.market.fixture.FixtureId;
import touchline.market.fixture.Fixtures;
import touchline.market.fixture.MatchPhase;

/** Matches. */
@Path("/v1/fixtures")
@Produces(MediaType.APPLICATION_JSON)
public final class FixturesResource {
    private final Fixtures fixtures;
    private final EventHistory events;
    private final FeedWatch feed;

    public FixturesResource(Fixtures fixtures, EventHistory events, FeedWatch feed) {
        this.fixtures = fixtures;
        this.events = events;
        this.feed = feed;
    }

    @GET
    public Page<FixtureView> list(@QueryParam("state") @Nullable String states) {
        List<MatchPhase> phases = new ArrayList<>();
        for (String state : (states == null ? "live,upcoming,finished" : states).split(",", -1)) {
            switch (state) {
                case "live" -> phases.add(MatchPhase.LIVE);
                case "upcoming" -> phases.add(MatchPhase.UPCOMING);
                case "finished" -> {
                    phases.add(MatchPhase.FINISHED);
                    phases.add(MatchPhase.VOID);
                }
                default ->
                    throw new ProblemException(Problems.invalid(
                            List.of(new Problem.FieldError("state", "must be of live, upcoming, finished"))));
            }
        }
        Set<FixtureId> silent = silent();
        return new Page<>(
                fixtures.in(phases).stream()
                        .map(fixture -> FixtureView.of(fixture, silent.contains(fixture.id()), null))
                        .toList(),
                null);
    }

    @GET
    @Path("{id}")
    public FixtureView find(@PathParam("id") String id) {
        FixtureId fixture = Ids.parse(id, FixtureId::parse);
        return fixtures.find(fixture)
                .map(found -> FixtureView.of(found, silent().contains(fixture), events.of(fixture)))
                .orElseThrow(() -> new ProblemException(Problems.notFound()));
    }

    private Set<FixtureId> silent() {
        return feed.look().stream()
                .filter(FeedWatch.Heard::silent)
                .map(FeedWatch.Heard::fixture)
                .collect(Collectors.toSet());
    }
}
