package touchline.market.portfolio;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.market.MarketRules;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.money.Money;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.spot.Holding;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.Wallets;

/** Values portfolios at the prices of the moment. Thread-safe. */
public final class Portfolios {
    private static final long BPS = 10_000;

    private final Wallets wallets;
    private final SpotTrading spot;
    private final Positions positions;
    private final Instruments instruments;
    private final MarketRules rules;

    /**
     * A valuer.
     *
     * @param rules whose fee a sale would cost
     */
    public Portfolios(
            Wallets wallets, SpotTrading spot, Positions positions, Instruments instruments, MarketRules rules) {
        this.wallets = wallets;
        this.spot = spot;
        this.positions = positions;
        this.instruments = instruments;
        this.rules = rules;
    }

    public Optional<Portfolio> of(UserId user) {
        return wallets.find(user).map(wallet -> {
            Map<InstrumentId, Holding> holdings = spot.holdings(user);
            List<Position> open = positions.openOf(user);
            Set<InstrumentId> ids = new HashSet<>(holdings.keySet());
            open.forEach(position -> ids.add(position.instrument()));
            Map<InstrumentId, Instrument> traded =
                    instruments.find(ids).stream().collect(Collectors.toMap(Instrument::id, Function.identity()));
            Money worth = holdings.entrySet().stream()
                    .map(one ->
                            proceeds(traded.get(one.getKey()), one.getValue().quantity()))
                    .reduce(Money.ZERO, Money::plus);
            Money pnl = open.stream()
                    .map(position -> pnl(traded.get(position.instrument()), position))
                    .reduce(Money.ZERO, Money::plus);
            return new Portfolio(wallet, worth, pnl);
        });
    }

    /** What a user holds, by instrument, and what it would yield. */
    public List<ValuedHolding> holdings(UserId user) {
        Map<InstrumentId, Holding> holdings = spot.holdings(user);
        Map<InstrumentId, Instrument> traded = instruments.find(holdings.keySet()).stream()
                .collect(Collectors.toMap(Instrument::id, Function.identity()));
        return holdings.entrySet().stream()
                .map(one -> {
                    Instrument instrument = traded.get(one.getKey());
                    return new ValuedHolding(
                            one.getKey(),
                            one.getValue(),
                            instrument == null ? null : instrument.price(),
                            proceeds(instrument, one.getValue().quantity()));
                })
                .toList();
    }

    private static Money pnl(@Nullable Instrument instrument, Position position) {
        return instrument == null ? Money.ZERO : position.pnlAt(instrument.price());
    }

    /** What a sale brings, as filling.lua has it: base x q + base x (2(f - q)q + q^2) / (2 depth), rounded down, less the fee, rounded up. */
    private Money proceeds(@Nullable Instrument instrument, long quantity) {
        if (instrument == null || instrument.depth() <= 0) {
            return Money.ZERO;
        }
        BigInteger base = BigInteger.valueOf(instrument.basePrice().tenThousandths());
        BigInteger q = BigInteger.valueOf(quantity);
        BigInteger below = BigInteger.valueOf(Math.max(0, instrument.netFlow() - quantity));
        BigInteger bent = base.multiply(below.multiply(q).shiftLeft(1).add(q.multiply(q)))
                .divide(BigInteger.valueOf(2 * instrument.depth()));
        BigInteger amount = base.multiply(q).add(bent);
        BigInteger fee = amount.multiply(BigInteger.valueOf(rules.feeBps()))
                .add(BigInteger.valueOf(BPS - 1))
                .divide(BigInteger.valueOf(BPS));
        return Money.of(amount.subtract(fee.min(amount)).longValueExact());
    }
}
