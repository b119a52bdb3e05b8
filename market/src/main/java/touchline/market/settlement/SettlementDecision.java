package touchline.market.settlement;

/** Whether a fixture may be settled. */
public sealed interface SettlementDecision {
    /** It may be settled, or goes on. */
    record Allowed(boolean forced) implements SettlementDecision {}

    /** No such fixture is known. */
    record NoSuchFixture() implements SettlementDecision {}

    /** It is settled, or being settled as another kind; force does not help. */
    record Refused(String why) implements SettlementDecision {}

    /** The match is not over, or not void. An admin may force it. */
    record Guarded(String why) implements SettlementDecision {}
}
