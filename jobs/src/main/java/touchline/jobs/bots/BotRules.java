package touchline.jobs.bots;

import touchline.market.money.Money;

/**
 * What bots may do.
 *
 * @param purse what all of them together are given
 * @param personas how many there are; strategies take turns
 * @param maxOpenPositions positions a persona keeps open at once
 * @param maxPerInstrumentBps what a persona has in one instrument at most, in shares and margins, of its budget
 * @param seed from which every persona's own follows
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

    /** A persona's share of the purse, which is its budget. */
    Money stake() {
        return Money.of(purse.tenThousandths() / personas);
    }
}
