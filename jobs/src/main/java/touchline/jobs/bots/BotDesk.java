package touchline.jobs.bots;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import touchline.market.Refusal;
import touchline.market.instrument.Instrument;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.CloseOutcome;
import touchline.market.position.Direction;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.spot.Holding;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.Wallet;
import touchline.market.wallet.Wallets;

/** Turns a persona's opinion into an order or a position of a sensible size, through the same services as people's. */
public final class BotDesk {
    /** At most this part of its cash goes into one trade. */
    private static final long CASH_PARTS = 40;

    private final SpotTrading spot;
    private final Positions positions;
    private final Wallets wallets;

    public BotDesk(SpotTrading spot, Positions positions, Wallets wallets) {
        this.spot = spot;
        this.positions = positions;
        this.wallets = wallets;
    }

    /** What came of a trade; one that waits out the in-play delay counts as done. */
    enum Traded {
        ORDER,
        OPENED,
        CLOSED,
        REFUSED,
        NOTHING
    }

    Traded act(Persona persona, Strategy.View view, int maxOpenPositions, RandomGenerator random) {
        UserId user = persona.user();
        List<Position> open = positions.openOf(user);
        if (!open.isEmpty() && random.nextInt(6) == 0) {
            return close(user, open.get(random.nextInt(open.size())));
        }
        if (random.nextInt(5) < 2 && open.size() < maxOpenPositions) {
            return open(user, view, random);
        }
        return trade(user, view, random);
    }

    private Traded trade(UserId user, Strategy.View view, RandomGenerator random) {
        Instrument instrument = view.quote().instrument();
        long affordable = size(user, instrument, 1);
        Holding held = spot.holdings(user).get(instrument.id());
        if (view.up()) {
            return affordable < 1 ? Traded.NOTHING : order(user, instrument, Side.BUY, 1 + random.nextLong(affordable));
        }
        return held == null ? Traded.NOTHING : order(user, instrument, Side.SELL, 1 + random.nextLong(held.quantity()));
    }

    private Traded order(UserId user, Instrument instrument, Side side, long quantity) {
        return spot.request(new OrderRequest(user, instrument.id(), side, Quantity.of(quantity), null, null))
                .match(order -> Traded.ORDER, BotDesk::refused);
    }

    private Traded open(UserId user, Strategy.View view, RandomGenerator random) {
        Instrument instrument = view.quote().instrument();
        int leverage = List.of(2, 3, 5, 10).get(random.nextInt(4));
        long affordable = Math.min(size(user, instrument, leverage), instrument.depth() / 1_000);
        if (affordable < 1) {
            return Traded.NOTHING;
        }
        Direction direction = view.up() ? Direction.LONG : Direction.SHORT;
        return positions
                .requestOpen(new OpenRequest(
                        user,
                        instrument.id(),
                        direction,
                        Quantity.of(1 + random.nextLong(affordable)),
                        leverage,
                        level(instrument, direction, -random.nextInt(100, 400)),
                        level(instrument, direction, random.nextInt(150, 600)),
                        null,
                        null))
                .match(position -> Traded.OPENED, BotDesk::refused);
    }

    private Traded close(UserId user, Position position) {
        CloseOutcome outcome = positions.requestClose(user, position.id());
        return outcome instanceof CloseOutcome.Closed || outcome instanceof CloseOutcome.Waits
                ? Traded.CLOSED
                : Traded.REFUSED;
    }

    /** Shares that a part of its cash pays for. */
    private long size(UserId user, Instrument instrument, int leverage) {
        long cash = wallets.find(user).map(Wallet::cash).orElse(Money.ZERO).tenThousandths();
        return cash / CASH_PARTS * leverage / instrument.price().tenThousandths();
    }

    /** A price so many basis points in the position's favour, or against it; none where that is no price. */
    private static @Nullable Price level(Instrument instrument, Direction direction, int bps) {
        long price = instrument.price().tenThousandths();
        long moved = price + price / 10_000 * (direction == Direction.LONG ? bps : -bps);
        return Optional.of(moved).filter(level -> level > 0).map(Price::of).orElse(null);
    }

    private static Traded refused(Refusal why) {
        return Traded.REFUSED;
    }
}
