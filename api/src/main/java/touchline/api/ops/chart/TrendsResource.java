package touchline.api.ops.chart;

import io.dropwizard.auth.Auth;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import touchline.api.contract.QueryParameter;
import touchline.api.operator.Operator;
import touchline.api.request.RequestQuery;
import touchline.market.chart.ChartSpan;
import touchline.scheduler.job.JobName;
import touchline.scheduler.trend.ErrorBudgetQuery;
import touchline.scheduler.trend.TrendQuery;

/** Runs, lags and error budgets over days. A job counts and samples them once a minute. */
@Path("/v1/ops")
@Produces(MediaType.APPLICATION_JSON)
final class TrendsResource {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Duration SAMPLE = Duration.ofMinutes(1);

    private final TrendQuery trends;
    private final ErrorBudgetQuery budgets;
    private final Clock clock;

    TrendsResource(TrendQuery trends, ErrorBudgetQuery budgets, Clock clock) {
        this.trends = trends;
        this.budgets = budgets;
        this.clock = clock;
    }

    /** The last day if there is no {@code from}. */
    @GET
    @Path("trends")
    @RolesAllowed("viewer")
    @QueryParameter(value = "job", what = "only runs of this job, as in sportmonks/poll")
    @QueryParameter(value = "from", what = "the first time; a day before 'to' if it is left out")
    @QueryParameter(value = "to", what = "the time after the last, at most 31 days after 'from'; now if it is left out")
    @QueryParameter(
            value = "points",
            what = "the most points of each kind, up to 1,000; 300 if it is left out",
            of = int.class)
    public TrendsView trends(@Auth Operator operator, @Context UriInfo uri) {
        RequestQuery query = RequestQuery.of(uri);
        JobName job = query.optional("job", 200, JobName::of, "must be a job, as in sportmonks/poll");
        ChartSpan span = RequestedSpan.read(query, clock.instant(), DAY, LONGEST);
        query.check();
        Objects.requireNonNull(span);
        Duration width = parts(span, TrendQuery.SLOT);
        return new TrendsView(
                span.from(),
                span.to(),
                width.toSeconds(),
                trends.runs(job, floor(span.from()), span.to(), width).stream()
                        .map(TrendsView.RunsView::of)
                        .toList(),
                lags(span));
    }

    private List<TrendsView.LagView> lags(ChartSpan span) {
        return trends.lag(span.from(), span.to(), parts(span, SAMPLE)).stream()
                .collect(Collectors.groupingBy(
                        TrendQuery.LagPoint::service,
                        TreeMap::new,
                        Collectors.mapping(
                                point -> new TrendsView.SampleView(point.at(), point.millis()), Collectors.toList())))
                .entrySet()
                .stream()
                .map(service -> new TrendsView.LagView(service.getKey(), service.getValue()))
                .toList();
    }

    /** Over 14 days. */
    @GET
    @Path("error-budgets")
    @RolesAllowed("viewer")
    public TrendsView.BudgetsView errorBudgets(@Auth Operator operator) {
        return new TrendsView.BudgetsView(
                budgets.all().stream().map(TrendsView.BudgetView::of).toList());
    }

    /** The width of a part: a multiple of the least, so that there are no more parts than asked for. */
    private static Duration parts(ChartSpan span, Duration least) {
        long seconds = least.toSeconds();
        return Duration.ofSeconds((span.width() / 1_000 + seconds) / seconds * seconds);
    }

    private static Instant floor(Instant time) {
        long slot = TrendQuery.SLOT.toSeconds();
        return Instant.ofEpochSecond(time.getEpochSecond() / slot * slot);
    }
}
