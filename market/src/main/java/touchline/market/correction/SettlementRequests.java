package touchline.market.correction;

import java.util.Optional;
import touchline.market.Refusal;
import touchline.market.matchfeed.FixtureId;
import touchline.market.settlement.SettlementKind;

/** Requests settlements that two operators have decided on, or one where they are small. */
@FunctionalInterface
public interface SettlementRequests {
    /**
     * Requests a settlement even if its match is not over. Safe to call again.
     *
     * @return why it is refused; empty where it is requested, or has begun or ended as this kind
     */
    Optional<Refusal> request(FixtureId fixture, SettlementKind kind, Correction correction);
}
