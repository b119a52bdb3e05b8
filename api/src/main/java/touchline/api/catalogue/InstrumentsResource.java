package touchline.api.catalogue;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import touchline.api.caching.SharedReads;
import touchline.api.contract.QueryParameter;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.QueryBounds;
import touchline.api.request.RequestQuery;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.matchfeed.FixtureId;
import touchline.market.search.SearchText;

/** Instruments, and what they trade at. */
@Path("/v1/instruments")
@Produces(MediaType.APPLICATION_JSON)
final class InstrumentsResource {
    private static final String NOT_IDS = "must be ids, comma separated, " + QueryBounds.PAGE + " at most";

    private final Instruments instruments;
    private final InstrumentReads reads;
    private final SharedReads<InstrumentList, Page<InstrumentView>> pages = new SharedReads<>(this::page);

    InstrumentsResource(Instruments instruments, InstrumentReads reads) {
        this.instruments = instruments;
        this.reads = reads;
    }

    /** The parameters of a list. */
    private record InstrumentList(
            @Nullable String text,
            @Nullable String team,
            @Nullable FixtureId fixture,
            @Nullable Set<InstrumentId> ids,
            long after,
            int size) {}

    /** Ordered by id: no instrument is skipped or repeated while players are listed. */
    @GET
    @QueryParameter(
            value = "q",
            what = "a part of a player's or a team's name; case, accents, apostrophes and hyphens don't matter")
    @QueryParameter(value = "team", what = "a team's id, or a part of its name")
    @QueryParameter(value = "fixture", what = "the id of a match that is being played or settled")
    @QueryParameter(value = "ids", what = "ids, comma separated; unknown ones are left out")
    @QueryParameter(value = "cursor", what = "the nextCursor of the page before")
    @QueryParameter("limit")
    public Page<InstrumentView> list(@Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        String text = query.text("q", QueryBounds.SEARCH);
        String team = query.text("team", QueryBounds.SEARCH);
        FixtureId fixture = query.optional("fixture", QueryBounds.ID, FixtureId::parse, "must be the id of a fixture");
        Set<InstrumentId> ids =
                query.optional("ids", QueryBounds.PAGE * (QueryBounds.ID + 1), InstrumentsResource::ids, NOT_IDS);
        long after = query.whole("cursor", 0, Long.MAX_VALUE, 0);
        int size = query.limit();
        query.check();
        return pages.get(new InstrumentList(text, team, fixture, ids, after, size));
    }

    private Page<InstrumentView> page(InstrumentList asked) {
        Predicate<Instrument> wanted = wanted(asked.text(), asked.team());
        FixtureId fixture = asked.fixture();
        List<Instrument> found = asked.ids() == null
                ? instruments.page(fixture, asked.after(), wanted, asked.size() + 1)
                : instruments.find(asked.ids()).stream()
                        .filter(one -> one.id().value() > asked.after())
                        .filter(one -> fixture == null || fixture.equals(one.fixture()))
                        .filter(wanted)
                        .sorted(Comparator.comparing(Instrument::id))
                        .limit(asked.size() + 1L)
                        .toList();
        Page<Instrument> page =
                Page.of(found, asked.size(), one -> one, one -> one.id().toString());
        return new Page<>(reads.views(page.items()), page.nextCursor());
    }

    @GET
    @Path("{id}")
    public InstrumentView find(@PathParam("id") String id, @Context ContainerRequestContext request) {
        InstrumentId wanted = PathIds.parse(id, InstrumentId::parse);
        InstrumentView view = request.getProperty(InstrumentReading.PROPERTY) instanceof InstrumentReading before
                ? before.orThrow()
                : reads.current(wanted);
        if (view != null) {
            return view;
        }
        // Alone, so that a record that can't be read is reported as such.
        return reads.views(
                        List.of(instruments.find(wanted).orElseThrow(() -> new ProblemException(Problems.notFound()))))
                .get(0);
    }

    private static Set<InstrumentId> ids(String list) {
        Set<InstrumentId> ids = PathIds.list(list, InstrumentId::parse);
        if (ids.size() > QueryBounds.PAGE) {
            throw new IllegalArgumentException(list);
        }
        return ids;
    }

    private static Predicate<Instrument> wanted(@Nullable String text, @Nullable String team) {
        Predicate<Instrument> wanted = one -> true;
        if (text != null) {
            SearchText words = SearchText.of(text);
            wanted = wanted.and(one -> words.isIn(one.name()) || words.isIn(one.team()));
        }
        if (team != null) {
            SearchText words = SearchText.of(team);
            wanted = wanted.and(
                    one -> words.isIn(one.team()) || Long.toString(one.teamId()).equals(team));
        }
        return wanted;
    }
}
