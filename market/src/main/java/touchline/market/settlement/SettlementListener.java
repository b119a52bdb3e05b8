package touchline.market.settlement;

import touchline.market.matchfeed.FixtureId;

/** Called after each step has taken effect and before that is written down: where a crash hurts most. */
@FunctionalInterface
public interface SettlementListener {
    SettlementListener NONE = (fixture, step, affected) -> {};

    /**
     * A step has taken effect.
     *
     * @param affected positions, holdings or instruments that this call of the step changed
     */
    void took(FixtureId fixture, SettlementStep step, int affected);
}
