package touchline.jobs.bots;

import touchline.market.instrument.Instrument;

/**
 * A persona's view of an instrument.
 *
 * @param recentMove the relative change of its price in the last minute
 * @param lastJump the largest relative change of a single tick in that minute
 */
record BotQuote(Instrument instrument, double recentMove, double lastJump) {

    /** Returns the relative distance of the price from its base. */
    double premium() {
        return (double) instrument.netFlow() / instrument.depth();
    }
}
