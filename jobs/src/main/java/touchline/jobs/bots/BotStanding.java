package touchline.jobs.bots;

import java.util.List;
import java.util.Map;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.spot.Holding;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.Wallets;

/**
 * What a persona holds, and what its limits permit. Amounts are ten-thousandths of a coin.
 *
 * @param open its open positions by id
 */
record BotStanding(long cash, List<Position> open, Map<InstrumentId, Holding> holdings, BotRules rules) {

    static BotStanding of(UserId user, SpotTrading spot, Positions positions, Wallets wallets, BotRules rules) {
        return new BotStanding(
                wallets.find(user).map(wallet -> wallet.cash().tenThousandths()).orElse(0L),
                positions.openOf(user),
                spot.holdings(user),
                rules);
    }

    /** Returns how much more it may put into an instrument, by its cash, its budget and the limit per instrument. */
    long room(InstrumentId instrument) {
        long budget = rules.stake().tenThousandths();
        long inOne = budget / 10_000 * rules.maxPerInstrumentBps() - deployedIn(instrument);
        return Math.max(0, Math.min(cash, Math.min(budget - deployed(), inOne)));
    }

    /** Whether it may open a position in the instrument: at most one there, and within the limit. */
    boolean mayOpen(InstrumentId instrument) {
        return open.size() < rules.maxOpenPositions()
                && open.stream().noneMatch(position -> position.instrument().equals(instrument));
    }

    /** Whether it has lost half of its budget, at cost: then it only closes positions. */
    boolean isBeaten() {
        return cash + deployed() < rules.stake().tenThousandths() / 2;
    }

    long deployed() {
        return holdings.values().stream()
                        .mapToLong(holding -> holding.cost().tenThousandths())
                        .sum()
                + open.stream()
                        .mapToLong(position -> position.margin().tenThousandths())
                        .sum();
    }

    long deployedIn(InstrumentId instrument) {
        Holding held = holdings.get(instrument);
        return (held == null ? 0 : held.cost().tenThousandths())
                + open.stream()
                        .filter(position -> position.instrument().equals(instrument))
                        .mapToLong(position -> position.margin().tenThousandths())
                        .sum();
    }
}
