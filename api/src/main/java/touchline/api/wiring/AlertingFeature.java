package touchline.api.wiring;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.api.alert.BookBehind;
import touchline.api.alert.DeadLetters;
import touchline.api.alert.FeedIncomplete;
import touchline.api.alert.FeedSilence;
import touchline.api.alert.ManagedAlerting;
import touchline.api.alert.MarketShut;
import touchline.api.alert.PutAside;
import touchline.api.alert.SettlementOverdue;
import touchline.feed.FeedFaults;
import touchline.market.fixture.Fixtures;
import touchline.market.outbox.Backlog;
import touchline.market.outbox.OutboxLags;
import touchline.market.recovery.StoreMonitor;
import touchline.market.settlement.OverdueSettlements;
import touchline.market.settlement.SetAside;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.job.JobCatalogue;

/** What operators are told of. */
public final class AlertingFeature {
    private static final Duration LATE = Duration.ofSeconds(5);

    private AlertingFeature() {}

    public static Alerting install(NodeContext context, JobCatalogue catalogue, Backlog backlog, StoreMonitor monitor) {
        Jdbi own = Jdbi.create(context.pool("alerts", 3));
        OutboxLags lags = new OutboxLags(context.redis(), own);
        AlertRules rules = new AlertRules(
                context.configuration().alerts().alertRules(),
                List.of(
                        new MarketShut(monitor),
                        new DeadLetters(lags),
                        new BookBehind("book-behind", lags, LATE, ""),
                        new BookBehind("trading-stopped", lags, backlog.limit(), "so orders and openings are refused"),
                        new FeedSilence(context.feedWatch(own), new Fixtures(own)),
                        new SettlementOverdue(new OverdueSettlements(
                                own, context.configuration().feed().patience().settleAfter())),
                        new PutAside(new SetAside(context.redis())),
                        new FeedIncomplete(new FeedFaults(context.redis()))),
                catalogue);
        Alerting alerting = new Alerting(
                own, rules, context.configuration().alerts().target().orElse(null));
        context.environment().lifecycle().manage(new ManagedAlerting(alerting));
        return alerting;
    }
}
