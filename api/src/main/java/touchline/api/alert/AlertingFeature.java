package touchline.api.alert;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.api.wiring.NodeContext;
import touchline.feed.FeedFaults;
import touchline.market.exposure.Exposures;
import touchline.market.fixture.FixtureRepository;
import touchline.market.outbox.Backlog;
import touchline.market.outbox.OutboxLags;
import touchline.market.recovery.StoreMonitor;
import touchline.market.settlement.SetAsideRecords;
import touchline.market.settlement.status.OverdueSettlementQuery;
import touchline.scheduler.alert.AlertChannel;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.job.JobCatalogue;

/** Installs alerting. */
public final class AlertingFeature {
    private static final Duration LATE = Duration.ofSeconds(5);
    private static final double MOST_OF_THE_BUDGET = 0.8;

    private AlertingFeature() {}

    public static Alerting install(
            NodeContext context, JobCatalogue catalogue, Backlog backlog, StoreMonitor monitor, String node) {
        List<AlertChannel> channels = context.configuration().alerts().channels();
        Jdbi own = Jdbi.create(context.pool("alerts", 2 + Math.max(1, channels.size())));
        OutboxLags lags = new OutboxLags(context.redis(), own);
        AlertRules rules = new AlertRules(
                context.configuration().alerts().alertRules(),
                List.of(
                        new MarketShutSource(monitor),
                        new RedisMemorySource(context.redis()),
                        new DeadLetterSource(lags),
                        new LostEntrySource(own),
                        new MissingTickSource(own),
                        new OutboxLagSource("book-behind", lags, LATE, ""),
                        new OutboxLagSource(
                                "trading-stopped", lags, backlog.limit(), "so orders and openings are refused"),
                        new FeedSilenceSource(context.feedWatch(own), new FixtureRepository(own)),
                        new OverdueSettlementSource(new OverdueSettlementQuery(
                                own, context.configuration().feed().patience().settleAfter())),
                        new SetAsideSource(new SetAsideRecords(context.redis())),
                        new FeedFaultSource(new FeedFaults(context.redis())),
                        new ExposureSource(
                                new Exposures(
                                        context.redis(),
                                        context.configuration().market().rules().limits()),
                                MOST_OF_THE_BUDGET)),
                catalogue,
                context.configuration().alerts().runbooks());
        Alerting alerting = new Alerting(own, rules, channels, new RedisAlertClaims(context.redis(), node));
        context.environment().lifecycle().manage(new ManagedAlerting(alerting));
        return alerting;
    }
}
