package touchline.bench.integrity;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import touchline.market.TradeOutcome;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;

/** One player of one match, and the accounts of an attacker who trades only in it. What the market refuses does nothing. */
final class Pitch {
    private final SpotTrading spot;
    private final Positions positions;
    private final Instruments instruments;
    private final InstrumentId player;
    private final List<UserId> accounts;
    private final Random random;

    Pitch(
            SpotTrading spot,
            Positions positions,
            Instruments instruments,
            InstrumentId player,
            List<UserId> accounts,
            Random random) {
        this.spot = spot;
        this.positions = positions;
        this.instruments = instruments;
        this.player = player;
        this.accounts = accounts;
        this.random = random;
    }

    Random random() {
        return random;
    }

    int accounts() {
        return accounts.size();
    }

    Instrument player() {
        return instruments.find(player).orElseThrow();
    }

    /** The most that may still be bought. */
    long room() {
        Instrument.Curve curve = player().curve();
        return curve.depth() / 2 - curve.netFlow();
    }

    /** About this share of the room, at least a share. */
    long partOfRoom(int percent) {
        return Math.max(1, room() * percent / 100);
    }

    boolean buy(int account, long shares) {
        return trade(account, Side.BUY, shares);
    }

    boolean sell(int account, long shares) {
        return trade(account, Side.SELL, shares);
    }

    private boolean trade(int account, Side side, long shares) {
        return spot.place(new OrderRequest(accounts.get(account), player, side, Quantity.of(shares), null, null))
                instanceof TradeOutcome.Done;
    }

    /** As many as the market allows on this side, at most so many. */
    Optional<PositionId> open(
            int account, Direction direction, int leverage, @Nullable Price stop, @Nullable Price take) {
        for (long shares = Math.max(1, player().curve().depth() / 100); shares >= 1; shares = shares * 3 / 4) {
            TradeOutcome<Position> opened = positions.open(new OpenRequest(
                    accounts.get(account), player, direction, Quantity.of(shares), leverage, stop, take, null, null));
            if (opened instanceof TradeOutcome.Done<Position> done) {
                return Optional.of(done.value().id());
            }
        }
        return Optional.empty();
    }

    /** Closes what is left of it: a tick may have closed it already. */
    void close(int account, Optional<PositionId> position) {
        position.ifPresent(id -> positions.closeByUser(accounts.get(account), id));
    }

    /** At a distance from the price, in basis points. */
    Price away(int basisPoints) {
        long price = player().price().tenThousandths();
        return Price.of(Math.max(1, price + price * basisPoints / 10_000));
    }

    static Money stake() {
        return Money.coins(50_000_000);
    }
}
