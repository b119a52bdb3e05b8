package touchline.api.ops.settlement;

import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import touchline.api.wiring.NodeContext;
import touchline.market.fixture.FixtureRepository;
import touchline.market.position.Positions;
import touchline.market.settlement.SetAsideRecords;
import touchline.market.settlement.SetAsideRepair;
import touchline.market.settlement.SettlementGuard;
import touchline.market.settlement.SettlementPreviews;
import touchline.market.settlement.status.SettlementProgressQuery;
import touchline.market.settlement.status.UnsettledMatchQuery;
import touchline.scheduler.history.RunRequestsQuery;
import touchline.scheduler.operation.JobOperations;

/** Installs the routes for settlements and for records that one has set aside. */
public final class SettlementsFeature {
    private SettlementsFeature() {}

    public static void install(NodeContext context, JobOperations operations) {
        JerseyEnvironment jersey = context.environment().jersey();
        Jdbi jdbi = context.jdbi();
        Duration settleAfter = context.configuration().feed().patience().settleAfter();
        Positions positions =
                new Positions(context.redis(), context.configuration().market().rules());
        SetAsideRecords setAside = new SetAsideRecords(context.redis());
        jersey.register(new UnsettledMatchesResource(new UnsettledMatchQuery(jdbi, settleAfter)));
        jersey.register(new SettlementsResource(new SettlementOperations(
                new SettlementProgressQuery(jdbi),
                new RunRequestsQuery(jdbi),
                new FixtureRepository(jdbi),
                operations,
                new SettlementPreviews(jdbi, context.redis(), positions, new SettlementGuard(jdbi, settleAfter)),
                setAside)));
        jersey.register(new SetAsideResource(
                new SetAsideOperations(jdbi, setAside, new SetAsideRepair(context.redis(), jdbi, positions))));
    }
}
