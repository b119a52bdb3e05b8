package touchline.api.ops.correction;

import touchline.api.config.TouchlineConfiguration;
import touchline.api.ops.command.FourEyes;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.market.correction.CorrectionExecution;
import touchline.market.correction.CorrectionPreviews;
import touchline.market.correction.SoloAllowance;
import touchline.market.fixture.MatchEvents;
import touchline.market.settlement.SettlementGuard;
import touchline.market.settlement.SettlementPreviews;
import touchline.market.settlement.status.SettlementProgressQuery;
import touchline.scheduler.operation.JobOperations;

/** Installs the routes for corrections of trades and match events. */
public final class CorrectionsFeature {
    private CorrectionsFeature() {}

    public static void install(NodeContext context, MarketServices market, JobOperations jobs, FourEyes fourEyes) {
        TouchlineConfiguration configuration = context.configuration();
        MatchEvents events = new MatchEvents(
                market.redis(),
                market.rules(),
                configuration.market().bumpTable(),
                configuration.market().eventFreezes());
        CorrectionPreviews previews = new CorrectionPreviews(
                market.jdbi(),
                market.redis(),
                market.instruments(),
                market.positions(),
                market.rules(),
                new SettlementPreviews(
                        market.jdbi(),
                        market.redis(),
                        market.positions(),
                        new SettlementGuard(
                                market.jdbi(), configuration.feed().patience().settleAfter())));
        CorrectionDesk desk = new CorrectionDesk(
                market.jdbi(),
                previews,
                new CorrectionExecution(
                        market.jdbi(),
                        market.redis(),
                        market.rules(),
                        events,
                        new ApprovedSettlements(jobs, new SettlementProgressQuery(market.jdbi()), previews)),
                new SoloAllowance(configuration.operators().correctionsToApprove()),
                fourEyes,
                context.clock());
        context.environment().jersey().register(new CorrectionsResource(desk));
    }
}
