package touchline.api.catalogue;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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
    /** Where no limit is given: more than there are in a few days, as consoles and apps want those at once. */
    private static final int ALL = 1_000;

    private static final Pattern CURSOR = Pattern.compile("\\d{1,15}\\.\\d{1,18}");

    private final Fixtures fixtures;
    private final EventHistory events;
    private final FeedWatch feed;

    public FixturesResource(Fixtures fixtures, EventHistory events, FeedWatch feed) {
        this.fixtures = fixtures;
        this.events = events;
        this.feed = feed;
    }

    @GET
    public Page<FixtureView> list(
            @QueryParam("state") @Nullable String states,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        int size = limit == null ? ALL : Page.limit(limit);
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
        return Page.of(
                fixtures.page(phases, end(cursor), size + 1),
                size,
                fixture -> FixtureView.of(fixture, silent.contains(fixture.id()), null),
                fixture -> fixture.kickOff().toEpochMilli() + "." + fixture.id());
    }

    private static Fixtures.@Nullable End end(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        if (!CURSOR.matcher(cursor).matches()) {
            throw new ProblemException(
                    Problems.invalid(List.of(new Problem.FieldError("cursor", "must be a nextCursor of an answer"))));
        }
        String[] parts = cursor.split("\\.", 2);
        return new Fixtures.End(Instant.ofEpochMilli(Long.parseLong(parts[0])), Long.parseLong(parts[1]));
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
