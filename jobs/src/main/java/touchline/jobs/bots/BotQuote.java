package touchline.jobs.bots;

import touchline.market.instrument.Instrument;

/**
 * What a persona sees of an instrument; opinions, never money.
 *
 * @param recentMove how far its price has come in the last minute, as a share of it
 * @param lastJump the largest move that a single tick of that minute made, as a share of the price
 */
record BotQuote(Instrument instrument, double recentMove, double lastJump) {

    /** How far order flow holds the price above its base, as a share of it. */
    double premium() {
        return (double) instrument.netFlow() / instrument.depth();
    }
}
