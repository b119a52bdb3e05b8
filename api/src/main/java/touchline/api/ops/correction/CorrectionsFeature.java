package touchline.api.ops.correction;

import touchline.api.config.TouchlineConfiguration;
import touchline.api.wiring.MarketServices;
import touchline.api.wiring.NodeContext;
import touchline.market.correction.CorrectionExecution;
import touchline.market.correction.CorrectionPreviews;
import touchline.market.fixture.MatchEvents;

/** Installs the routes for corrections of trades and match events. */
public final class CorrectionsFeature {
    private CorrectionsFeature() {}

    public static void install(NodeContext context, MarketServices market) {
        TouchlineConfiguration configuration = context.configuration();
        MatchEvents events = new MatchEvents(
                market.redis(),
                market.rules(),
                configuration.market().bumpTable(),
                configuration.market().eventFreezes());
        CorrectionDesk desk = new CorrectionDesk(
                market.jdbi(),
                new CorrectionPreviews(
                        market.jdbi(), market.redis(), market.instruments(), market.positions(), market.rules()),
                new CorrectionExecution(market.jdbi(), market.redis(), market.rules(), events),
                configuration.operators().correctionsToApprove(),
                context.clock());
        context.environment().jersey().register(new CorrectionsResource(desk));
    }
}
