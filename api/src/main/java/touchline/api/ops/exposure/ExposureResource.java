package touchline.api.ops.exposure;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import touchline.api.contract.QueryParameter;
import touchline.api.operator.Operator;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.Page;
import touchline.api.request.PathIds;
import touchline.api.request.RequestQuery;
import touchline.market.exposure.Exposures;
import touchline.market.exposure.HolderQuery;
import touchline.market.exposure.HouseResultQuery;
import touchline.market.exposure.InstrumentExposure;
import touchline.market.exposure.Stake;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;

/** What the house could lose: in all, by match and by instrument. */
@Path("/v1/ops/exposure")
@Produces(MediaType.APPLICATION_JSON)
final class ExposureResource {
    private static final Duration RECENT = Duration.ofHours(36);
    private static final int MATCHES = 40;
    private static final int HOLDERS = 20;

    private final Exposures exposures;
    private final HouseResultQuery results;
    private final HolderQuery holders;
    private final Clock clock;

    ExposureResource(Exposures exposures, HouseResultQuery results, HolderQuery holders, Clock clock) {
        this.exposures = exposures;
        this.results = results;
        this.holders = holders;
        this.clock = clock;
    }

    /** Matches are those of the last 36 hours and those that hold instruments now. */
    @GET
    @RolesAllowed("viewer")
    public HouseExposureView find(@Auth Operator operator) {
        List<InstrumentExposure> all = exposures.all();
        Instant now = clock.instant();
        Exposures.Balances balances = exposures.balances();
        long budget = exposures.limits().budget().tenThousandths();
        return new HouseExposureView(
                new HouseExposureView.BudgetView(
                        budget == 0 ? null : exposures.limits().budget().toString(),
                        exposures.limits().bandBps(),
                        all.stream()
                                .flatMap(one -> exposures.usedBy(one).stream())
                                .max(Comparator.naturalOrder())
                                .orElse(budget == 0 ? null : 0.0)),
                StakeView.of(Stake.of(all)),
                balances.house().toString(),
                balances.fees().toString(),
                HouseExposureView.ResultView.of(results.since(now.truncatedTo(ChronoUnit.DAYS))),
                matches(all, now));
    }

    private List<HouseExposureView.MatchView> matches(List<InstrumentExposure> all, Instant now) {
        List<FixtureId> holding = all.stream()
                .flatMap(one -> Stream.ofNullable(one.fixture()))
                .distinct()
                .toList();
        return results.matches(now.minus(RECENT), holding, MATCHES).stream()
                .map(match -> new HouseExposureView.MatchView(
                        match.fixture().toString(),
                        match.name(),
                        match.phase(),
                        match.kickOff(),
                        StakeView.of(Stake.of(all.stream()
                                .filter(one -> Objects.equals(one.fixture(), match.fixture()))
                                .toList())),
                        HouseExposureView.ResultView.of(match.result())))
                .toList();
    }

    /** By id. */
    @GET
    @Path("instruments")
    @RolesAllowed("viewer")
    @QueryParameter(value = "fixture", what = "only players who are in this match now")
    @QueryParameter(value = "cursor", what = "a nextCursor")
    @QueryParameter("limit")
    public Page<InstrumentExposureView> instruments(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        FixtureId fixture = query.optional("fixture", 18, FixtureId::parse, "must be the id of a match");
        long after = query.whole("cursor", 0, Long.MAX_VALUE, 0);
        int limit = query.limit();
        query.check();
        return Page.of(
                exposures.all().stream()
                        .filter(one -> one.id().value() > after)
                        .filter(one -> fixture == null || fixture.equals(one.fixture()))
                        .limit(limit + 1L)
                        .toList(),
                limit,
                one -> InstrumentExposureView.of(one, exposures),
                one -> one.id().toString());
    }

    /** With its 20 biggest holders. */
    @GET
    @Path("instruments/{id}")
    @RolesAllowed("viewer")
    public InstrumentExposureView.HoldersView holders(@Auth Operator operator, @PathParam("id") String id) {
        InstrumentId instrument = PathIds.parse(id, InstrumentId::parse);
        return new InstrumentExposureView.HoldersView(
                exposures
                        .find(instrument)
                        .map(one -> InstrumentExposureView.of(one, exposures))
                        .orElseThrow(() -> new ProblemException(Problems.notFound())),
                holders.biggest(instrument, HOLDERS).stream()
                        .map(InstrumentExposureView.HolderView::of)
                        .toList());
    }
}
