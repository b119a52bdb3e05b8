package touchline.market.news;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.market.Rejection;
import touchline.market.halt.HaltMode;
import touchline.market.inplay.RequestState;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.Direction;
import touchline.market.resting.OrderTerms;
import touchline.market.spot.OrderId;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;

/** Something that has happened. */
public sealed interface News {

    /** A price has changed; {@code seq} numbers an instrument's prices without a gap. */
    record Priced(InstrumentId instrument, long seq, Price price, Instant at) implements News {}

    /**
     * The feed has sent an event of a match, or changed one.
     *
     * @param applied false where it came after settlement and moved nothing
     */
    record Happened(FixtureId fixture, MatchEvent event, boolean applied, Instant at) implements News {}

    /**
     * Trading in an instrument stops, or goes on.
     *
     * @param fixture of whose account; null where none is named
     * @param why in a word; null where none is given
     */
    record Frozen(
            InstrumentId instrument,
            boolean frozen,
            @Nullable FixtureId fixture,
            @Nullable String why,
            Instant at) implements News {}

    /**
     * A halt of an instrument began, changed or ended.
     *
     * @param mode of the halt that applies now; null for none
     */
    record Halted(InstrumentId instrument, @Nullable HaltMode mode, Instant at) implements News {}

    /**
     * A position was opened, amended or closed, or a part of it was, and is so now.
     *
     * @param isSplit a part of it was closed; its levels are those of before
     */
    record PositionChanged(Position position, boolean isSplit) implements News {}

    /**
     * An order was accepted, and waits or rests; was triggered, changed, filled, cancelled or expired; or was rejected after it had waited or rested.
     *
     * @param rejection why; null unless it was rejected
     */
    record OrderChanged(
            OrderId id,
            UserId user,
            InstrumentId instrument,
            RequestState state,
            OrderDetail detail,
            @Nullable Rejection rejection,
            Instant at)
            implements News {}

    /**
     * An order, as far as its entry says.
     *
     * @param clientId the user's own id of it; null for none, and of a fill of one that waited
     * @param side null where it was rejected while it waited, as is the quantity
     * @param amount null unless it was filled, as is the fee
     * @param executeAt when it is due; null unless it waits
     * @param terms the prices that it rests for; null for a market order, and where the entry doesn't say
     * @param source {@code USER}; {@code FULL_TIME} or {@code VOID} of a sale by a settlement; {@code CORRECTION} of an order by which operators cancelled another one
     */
    record OrderDetail(
            @Nullable String clientId,
            @Nullable Side side,
            @Nullable Quantity quantity,
            @Nullable Money amount,
            @Nullable Money fee,
            @Nullable Instant executeAt,
            @Nullable OrderTerms terms,
            String source) {}

    /**
     * A request to open or to close a position waits out the in-play delay, or did: it rests, was triggered, changed, executed, rejected or cancelled, or expired.
     *
     * @param id of the request; an opening becomes the position of its id
     * @param opens whether it is to open a position, or to close one
     * @param rejection why; null unless it was rejected
     */
    record PositionRequestChanged(
            long id,
            UserId user,
            InstrumentId instrument,
            boolean opens,
            RequestState state,
            PositionRequestDetail detail,
            @Nullable Rejection rejection,
            Instant at)
            implements News {}

    /**
     * A request to open or to close a position, as far as its entry says.
     *
     * @param position that it is to close or has opened; null for an opening that was not executed
     * @param direction of an opening
     * @param quantity null for a close of all
     * @param executeAt when it is due; null unless it waits
     * @param terms the prices that it rests for; null for others
     */
    record PositionRequestDetail(
            @Nullable PositionId position,
            @Nullable Direction direction,
            @Nullable Quantity quantity,
            @Nullable Instant executeAt,
            @Nullable OrderTerms terms) {}

    /** The match of an instrument is settled: its shares are sold and its positions closed. */
    record Settled(InstrumentId instrument, FixtureId fixture, Instant at) implements News {}

    /** A user's money has moved, and is so now. */
    record WalletChanged(UserId user, Money cash, Money held, Instant at) implements News {}
}
