package touchline.bench.integrity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import touchline.market.TradeOutcome;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.Direction;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;

/** One player of one match, and the accounts of an attacker who trades only in it. What the market refuses does nothing. */
final class Pitch {
    private static final int ACCOUNTS = 10;

    private final BenchMarket market;
    private final InstrumentId player;
    private final String attacker;
    private final Random random;
    private final Map<Integer, UserId> accounts = new HashMap<>();
    private boolean traded;

    /**
     * Creates it without an account: each is opened when it first trades.
     *
     * @param attacker the start of the accounts' ids
     */
    Pitch(BenchMarket market, InstrumentId player, String attacker, Random random) {
        this.market = market;
        this.player = player;
        this.attacker = attacker;
        this.random = random;
    }

    Random random() {
        return random;
    }

    int accounts() {
        return ACCOUNTS;
    }

    /** What all accounts have earned, in ten-thousandths of a coin. Nothing of them may be open. */
    long earned() {
        return accounts.values().stream()
                .mapToLong(account -> market.cash(account).minus(stake()).tenThousandths())
                .sum();
    }

    /** Whether the market did anything that was tried. */
    boolean traded() {
        return traded;
    }

    private UserId account(int number) {
        return accounts.computeIfAbsent(number, n -> market.open(attacker + "-" + n, stake()));
    }

    Instrument player() {
        return market.find(player);
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
        boolean done =
                market.spot().place(new OrderRequest(account(account), player, side, Quantity.of(shares), null, null))
                        instanceof TradeOutcome.Done;
        traded |= done;
        return done;
    }

    /** As many as the market allows on this side, at most so many. */
    Optional<PositionId> open(
            int account, Direction direction, int leverage, @Nullable Price stop, @Nullable Price take) {
        for (long shares = Math.max(1, player().curve().depth() / 100); shares >= 1; shares = shares * 3 / 4) {
            TradeOutcome<Position> opened = market.positions()
                    .open(new OpenRequest(
                            account(account),
                            player,
                            direction,
                            Quantity.of(shares),
                            leverage,
                            stop,
                            take,
                            null,
                            null));
            if (opened instanceof TradeOutcome.Done<Position> done) {
                traded = true;
                return Optional.of(done.value().id());
            }
        }
        return Optional.empty();
    }

    /** Closes what is left of it: a tick may have closed it already. */
    void close(int account, Optional<PositionId> position) {
        position.ifPresent(id -> market.positions().closeByUser(account(account), id));
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
