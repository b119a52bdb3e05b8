package touchline.api.ops.chart;

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
import java.util.Objects;
import touchline.api.contract.QueryParameter;
import touchline.api.operator.Operator;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.PathIds;
import touchline.api.request.RequestQuery;
import touchline.market.chart.ChartMarkQuery;
import touchline.market.chart.ChartSpan;
import touchline.market.chart.PriceChartQuery;
import touchline.market.fixture.FixtureRepository;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.matchfeed.FixtureId;

/** Prices over a day, of any day whose ticks are kept. */
@Path("/v1/ops/charts")
@Produces(MediaType.APPLICATION_JSON)
final class MarketChartsResource {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    private final Instruments instruments;
    private final FixtureRepository fixtures;
    private final PriceChartQuery prices;
    private final ChartMarkQuery marks;
    private final Clock clock;

    MarketChartsResource(
            Instruments instruments,
            FixtureRepository fixtures,
            PriceChartQuery prices,
            ChartMarkQuery marks,
            Clock clock) {
        this.instruments = instruments;
        this.fixtures = fixtures;
        this.prices = prices;
        this.marks = marks;
        this.clock = clock;
    }

    /** The last day if there is no {@code from}. */
    @GET
    @Path("instruments/{id}")
    @RolesAllowed("viewer")
    @QueryParameter(value = "from", what = "the first time; a day before 'to' if it is left out")
    @QueryParameter(value = "to", what = "the time after the last, at most 31 days after 'from'; now if it is left out")
    @QueryParameter(value = "points", what = "the most points, up to 1,000; 300 if it is left out", of = int.class)
    public PriceChartView instrument(@Auth Operator operator, @PathParam("id") String id, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        ChartSpan span = RequestedSpan.read(query, clock.instant(), DAY, LONGEST);
        query.check();
        Objects.requireNonNull(span);
        InstrumentId instrument = instruments
                .find(PathIds.parse(id, InstrumentId::parse))
                .orElseThrow(() -> new ProblemException(Problems.notFound()))
                .id();
        return new PriceChartView(
                id,
                span.from(),
                span.to(),
                prices.before(instrument, span).map(Object::toString).orElse(null),
                prices.of(instrument, span).stream()
                        .map(PriceChartView.PointView::of)
                        .toList(),
                marks.trades(instrument, new ChartSpan(span.from(), span.to(), Math.min(span.parts(), 100))).stream()
                        .map(PriceChartView.TradesView::of)
                        .toList(),
                marks.events(instrument, span).stream()
                        .map(PriceChartView.EventMarkView::of)
                        .toList());
    }

    /** From a quarter of an hour before the kick-off if there is no {@code from}. */
    @GET
    @Path("fixtures/{id}")
    @RolesAllowed("viewer")
    @QueryParameter(value = "from", what = "the first time; 15 minutes before the kick-off if it is left out")
    @QueryParameter(
            value = "to",
            what = "the time after the last, at most a day after 'from'; three hours after it if it is left out")
    @QueryParameter(
            value = "points",
            what = "the most points of a player, up to 1,000; 300 if it is left out",
            of = int.class)
    public MatchChartView fixture(@Auth Operator operator, @PathParam("id") String id, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        FixtureId fixture = PathIds.parse(id, FixtureId::parse);
        var found = fixtures.find(fixture).orElseThrow(() -> new ProblemException(Problems.notFound()));
        boolean isWhole = query.isMissing("from") && query.isMissing("to");
        ChartSpan asked = RequestedSpan.read(query, clock.instant(), Duration.ofHours(3), DAY);
        query.check();
        Objects.requireNonNull(asked);
        var begin = found.kickOff().minus(Duration.ofMinutes(15));
        ChartSpan span = isWhole ? new ChartSpan(begin, begin.plus(Duration.ofHours(3)), asked.parts()) : asked;
        return new MatchChartView(
                id,
                span.from(),
                span.to(),
                prices.of(fixture, span).stream()
                        .map(MatchChartView.LineView::of)
                        .toList());
    }
}
