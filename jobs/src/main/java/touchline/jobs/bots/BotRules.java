package touchline.jobs.bots;

import touchline.market.money.Money;

/**
 * The limits of bots.
 *
 * @param purse of all personas together
 * @param personas their number; strategies take turns
 * @param maxOpenPositions the most open positions per persona
 * @param maxPerInstrumentBps the most that a persona has in one instrument, as basis points of its budget
 * @param seed from which each persona's seed is derived
 */
public record BotRules(Money purse, int personas, int maxOpenPositions, int maxPerInstrumentBps, long seed) {
    public BotRules {
        if (personas < 1 || personas > 1_000) {
            throw new IllegalArgumentException("personas must be 1..1000");
        }
        if (maxOpenPositions < 0 || maxOpenPositions > 1_000) {
            throw new IllegalArgumentException("maxOpenPositions must be 0..1000");
        }
        if (maxPerInstrumentBps < 1 || maxPerInstrumentBps > 10_000) {
            throw new IllegalArgumentException("maxPerInstrumentBps must be 1..10000");
        }
        if (purse.tenThousandths() < 0) {
            throw new IllegalArgumentException("the purse can't be negative");
        }
    }

    /** Returns a persona's budget: its share of the purse. */
    Money stake() {
        return Money.of(purse.tenThousandths() / personas);
    }
}
