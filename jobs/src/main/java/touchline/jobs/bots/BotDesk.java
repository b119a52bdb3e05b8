package touchline.jobs.bots;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import touchline.market.Refusal;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.CloseOutcome;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.request.IdempotencyKey;
import touchline.market.spot.Holding;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.Wallets;

/**
 * Turns a persona's opinion into an order or a position, through the same services as users' orders. Its idempotency key is the tick's, so that a
 * tick that runs twice, on any nodes, trades once.
 */
public final class BotDesk {
    /** Reserved for fees and slippage. */
    private static final long ROOM_FOR_COSTS = 3;

    /** The largest share of an instrument's depth for a position, so that all personas together leave room for users. */
    private static final long DEPTH_PARTS = 2_500;

    private final SpotTrading spot;
    private final Positions positions;
    private final Wallets wallets;

    public BotDesk(SpotTrading spot, Positions positions, Wallets wallets) {
        this.spot = spot;
        this.positions = positions;
        this.wallets = wallets;
    }

    /** The outcome of a trade; one that waits for the in-play delay counts as done. */
    enum Traded {
        BOUGHT,
        SOLD,
        OPENED,
        CLOSED,
        REFUSED,
        NOTHING
    }

    /**
     * An outcome.
     *
     * @param why null unless it was refused
     */
    record Result(Traded traded, @Nullable Refusal why) {
        static final Result NOTHING = new Result(Traded.NOTHING, null);

        private static Result refused(Refusal why) {
            return new Result(Traded.REFUSED, why);
        }
    }

    /** A persona's turn in a tick. */
    record Turn(Persona persona, long tick, BotRules rules, RandomGenerator random) {
        private UserId user() {
            return persona.user();
        }

        private IdempotencyKey once(String what) {
            return new IdempotencyKey(user(), "tick-" + tick, what);
        }

        /** Returns the amount of one trade, in ten-thousandths of a coin. */
        private long size(long room) {
            long most =
                    rules.stake().tenThousandths() / 10_000 * persona.strategy().sizeBps();
            return Math.min(room, most) * (100 - ROOM_FOR_COSTS) / 100;
        }
    }

    /** Returns the instruments that a persona holds. */
    Set<InstrumentId> held(Persona persona) {
        return spot.holdings(persona.user()).keySet();
    }

    Result act(Turn turn, Strategy.View view) {
        BotStanding standing = BotStanding.of(turn.user(), spot, positions, wallets, turn.rules());
        RandomGenerator random = turn.random();
        if (!standing.open().isEmpty() && (standing.isBeaten() || random.nextInt(6) == 0)) {
            return close(
                    turn, standing.open().get(random.nextInt(standing.open().size())));
        }
        Instrument instrument = view.quote().instrument();
        Holding held = standing.holdings().get(instrument.id());
        if (!view.up() && held != null) {
            return sell(turn, instrument, held);
        }
        if (standing.isBeaten()) {
            return Result.NOTHING;
        }
        boolean leveraged = random.nextDouble() < turn.persona().strategy().leverage();
        if (leveraged && standing.mayOpen(instrument.id())) {
            return open(turn, view, standing);
        }
        return view.up() ? buy(turn, instrument, standing) : Result.NOTHING;
    }

    private Result buy(Turn turn, Instrument instrument, BotStanding standing) {
        long affordable =
                turn.size(standing.room(instrument.id())) / instrument.price().tenThousandths();
        return affordable < 1
                ? Result.NOTHING
                : order(turn, instrument, Side.BUY, 1 + turn.random().nextLong(affordable));
    }

    private Result sell(Turn turn, Instrument instrument, Holding held) {
        return order(turn, instrument, Side.SELL, 1 + turn.random().nextLong(held.quantity()));
    }

    private Result order(Turn turn, Instrument instrument, Side side, long quantity) {
        String what = side + " " + quantity + " of " + instrument.id();
        return spot.request(new OrderRequest(
                        turn.user(), instrument.id(), side, Quantity.of(quantity), null, turn.once(what)))
                .match(order -> new Result(side == Side.BUY ? Traded.BOUGHT : Traded.SOLD, null), Result::refused);
    }

    private Result open(Turn turn, Strategy.View view, BotStanding standing) {
        Instrument instrument = view.quote().instrument();
        RandomGenerator random = turn.random();
        int leverage = List.of(2, 3, 5, 10).get(random.nextInt(4));
        long margin = turn.size(standing.room(instrument.id()));
        long affordable =
                Math.min(margin / instrument.price().tenThousandths() * leverage, instrument.depth() / DEPTH_PARTS);
        if (affordable < 1) {
            return Result.NOTHING;
        }
        Direction direction = view.up() ? Direction.LONG : Direction.SHORT;
        long quantity = 1 + random.nextLong(affordable);
        return positions
                .requestOpen(new OpenRequest(
                        turn.user(),
                        instrument.id(),
                        direction,
                        Quantity.of(quantity),
                        leverage,
                        level(instrument, direction, -random.nextInt(100, 400)),
                        level(instrument, direction, random.nextInt(150, 600)),
                        null,
                        turn.once(direction + " " + quantity + " of " + instrument.id())))
                .match(position -> new Result(Traded.OPENED, null), Result::refused);
    }

    private Result close(Turn turn, Position position) {
        CloseOutcome outcome = positions.requestClose(turn.user(), position.id());
        if (outcome instanceof CloseOutcome.Refused refused) {
            return Result.refused(refused.why());
        }
        return outcome instanceof CloseOutcome.Closed || outcome instanceof CloseOutcome.Waits
                ? new Result(Traded.CLOSED, null)
                : Result.NOTHING;
    }

    /** Returns a price that is a number of basis points in the position's favour, or against it; empty if it is no valid price. */
    private static @Nullable Price level(Instrument instrument, Direction direction, int bps) {
        long price = instrument.price().tenThousandths();
        long moved = price + price / 10_000 * (direction == Direction.LONG ? bps : -bps);
        return Optional.of(moved).filter(level -> level > 0).map(Price::of).orElse(null);
    }
}
