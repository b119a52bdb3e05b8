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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.api.caching.SharedReads;
import touchline.api.contract.QueryParameter;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.QueryBounds;
import touchline.api.request.RequestQuery;
import touchline.market.fixture.FeedWatch;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchEventQuery;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;

/** Matches. */
@Path("/v1/fixtures")
@Produces(MediaType.APPLICATION_JSON)
final class FixturesResource {
    /** Where no limit is given: more than there are in a few days, as consoles and apps want those at once. */
    private static final int ALL = 1_000;

    private static final Pattern CURSOR = Pattern.compile("\\d{1,15}\\.\\d{1,18}");

    private final FixtureRepository fixtures;
    private final MatchEventQuery events;
    private final FeedWatch feed;
    private final SharedReads<FixtureList, Page<FixtureView>> pages = new SharedReads<>(this::page);

    FixturesResource(FixtureRepository fixtures, MatchEventQuery events, FeedWatch feed) {
        this.fixtures = fixtures;
        this.events = events;
        this.feed = feed;
    }

    /** The parameters of a list. */
    private record FixtureList(Set<MatchPhase> phases, FixtureRepository.@Nullable End after, int size) {}

    /** By kick-off, without what happened in them. */
    @GET
    @QueryParameter(
            value = "state",
            what = "some of live, upcoming, finished, comma separated; all where it is left out")
    @QueryParameter(
            value = "from",
            what = "a time: those that kick off then or later; the first on where it is left out")
    @QueryParameter(value = "cursor", what = "the nextCursor of the page before")
    @QueryParameter("limit")
    public Page<FixtureView> list(@Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        Set<MatchPhase> given =
                query.optional("state", 60, FixturesResource::phases, "must be of live, upcoming, finished");
        Set<MatchPhase> phases = given == null ? phases("live,upcoming,finished") : given;
        Instant from = query.time("from");
        FixtureRepository.End cursor =
                query.optional("cursor", 40, FixturesResource::end, "must be a nextCursor of an answer");
        FixtureRepository.End after = cursor == null && from != null ? new FixtureRepository.End(from, 0) : cursor;
        int size = Math.toIntExact(query.whole("limit", 1, QueryBounds.PAGE, ALL));
        query.check();
        return pages.get(new FixtureList(phases, after, size));
    }

    private Page<FixtureView> page(FixtureList asked) {
        Set<FixtureId> silent = silent();
        return Page.of(
                fixtures.page(asked.phases(), asked.after(), asked.size() + 1),
                asked.size(),
                fixture -> FixtureView.of(fixture, silent.contains(fixture.id()), null),
                fixture -> fixture.kickOff().toEpochMilli() + "." + fixture.id());
    }

    @GET
    @Path("{id}")
    public FixtureView find(@PathParam("id") String id) {
        FixtureId fixture = PathIds.parse(id, FixtureId::parse);
        return fixtures.find(fixture)
                .map(found -> FixtureView.of(found, silent().contains(fixture), events.of(fixture)))
                .orElseThrow(() -> new ProblemException(Problems.notFound()));
    }

    private static FixtureRepository.End end(String cursor) {
        if (!CURSOR.matcher(cursor).matches()) {
            throw new IllegalArgumentException(cursor);
        }
        String[] parts = cursor.split("\\.", 2);
        return new FixtureRepository.End(Instant.ofEpochMilli(Long.parseLong(parts[0])), Long.parseLong(parts[1]));
    }

    private Set<FixtureId> silent() {
        return feed.look().stream()
                .filter(FeedWatch.WatchedMatch::silent)
                .map(FeedWatch.WatchedMatch::fixture)
                .collect(Collectors.toSet());
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
