package touchline.jobs.bots;

import touchline.market.instrument.Instrument;

/**
 * What a persona sees of an instrument.
 *
 * @param recentMove how far its price has come in the last minute, as a share of it; an opinion, never money
 */
record Quote(Instrument instrument, double recentMove) {

    /** How far order flow holds the price above its base, as a share of it. */
    double premium() {
        return (double) instrument.netFlow() / instrument.depth();
    }
}
