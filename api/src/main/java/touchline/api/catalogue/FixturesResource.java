package touchline.api.catalogue;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import touchline.api.openapi.Asks;
import touchline.api.problem.Ids;
import touchline.api.problem.Page;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.problem.RequestQuery;
import touchline.market.fixture.EventHistory;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureId;
import touchline.market.fixture.Fixtures;
import touchline.market.fixture.MatchPhase;

/** Matches. */
@Path("/v1/fixtures")
@Produces(MediaType.APPLICATION_JSON)
public final class FixturesResource {
    private final Fixtures fixtures;
    private final EventHistory events;

    public FixturesResource(Fixtures fixtures, EventHistory events) {
        this.fixtures = fixtures;
        this.events = events;
    }

    /** Where a page ends. */
    private record Place(Instant kickOff, long id) {
        static final Place BEFORE_ALL = new Place(Instant.EPOCH, 0);

        static Place parse(String cursor) {
            String[] parts = cursor.split("-", -1);
            if (parts.length != 2 || !(parts[0] + parts[1]).matches("\\d{2,36}")) {
                throw new IllegalArgumentException(cursor);
            }
            return new Place(
                    Instant.ofEpochMilli(Math.min(Long.parseLong(parts[0]), 9_000_000_000_000L)),
                    Long.parseLong(parts[1]));
        }

        static String after(Fixture fixture) {
            return fixture.kickOff().toEpochMilli() + "-" + fixture.id();
        }
    }

    /** By kick-off, without what happened in them. */
    @GET
    @Asks(value = "state", what = "some of live, upcoming, finished, comma separated; all where it is left out")
    @Asks(value = "cursor", what = "the nextCursor of the page before")
    @Asks(value = "limit", what = "1 to 200; 200 where it is left out")
    public Page<FixtureView> list(@Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        Set<MatchPhase> given =
                query.optional("state", 60, FixturesResource::phases, "must be of live, upcoming, finished");
        Set<MatchPhase> phases = given == null ? phases("live,upcoming,finished") : given;
        Place cursor = query.optional("cursor", 40, Place::parse, "must be a nextCursor of an answer");
        Place after = cursor == null ? Place.BEFORE_ALL : cursor;
        int size = Math.toIntExact(query.whole("limit", 1, 200, 200));
        query.check();
        return Page.of(
                fixtures.page(phases, after.kickOff(), after.id(), size + 1),
                size,
                fixture -> FixtureView.of(fixture, null),
                Place::after);
    }

    @GET
    @Path("{id}")
    public FixtureView find(@PathParam("id") String id) {
        FixtureId fixture = Ids.parse(id, FixtureId::parse);
        return fixtures.find(fixture)
                .map(found -> FixtureView.of(found, events.of(fixture)))
                .orElseThrow(() -> new ProblemException(Problems.notFound()));
    }

    private static Set<MatchPhase> phases(String states) {
        Set<MatchPhase> phases = EnumSet.noneOf(MatchPhase.class);
        Arrays.stream(states.split(",", -1))
                .forEach(state -> phases.addAll(
                        switch (state.trim()) {
                            case "live" -> List.of(MatchPhase.LIVE);
                            case "upcoming" -> List.of(MatchPhase.UPCOMING);
                            case "finished" -> List.of(MatchPhase.FINISHED, MatchPhase.VOID);
                            default -> throw new IllegalArgumentException(state);
                        }));
        return phases;
    }
}
