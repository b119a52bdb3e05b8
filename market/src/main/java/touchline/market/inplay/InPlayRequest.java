package touchline.market.inplay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.market.Refusal;
import touchline.market.Rejection;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.rule.Direction;
import touchline.market.resting.OrderTerms;
import touchline.market.wallet.UserId;

/**
 * An order, opening or close that had to wait out the in-play delay.
 *
 * @param position which is to be closed; null where that isn't it
 * @param order the order and its fill; null for other kinds
 * @param conditions when it is filled; null for a market order and a close
 * @param rejection why it was rejected; null where it was not
 */
public record InPlayRequest(
        long id,
        RequestKind kind,
        UserId user,
        InstrumentId instrument,
        RequestState state,
        Instant executeAt,
        @Nullable Long position,
        @Nullable Order order,
        @Nullable Conditions conditions,
        @Nullable Rejection rejection) {

    /** Why it was rejected; null where it was not. */
    public @Nullable Refusal problem() {
        return rejection == null ? null : rejection.why();
    }

    /**
     * The price that it waits for, and what is held back meanwhile.
     *
     * @param reserved in ten-thousandths
     * @param reservedShares held back by a sale
     * @param opening what is to be opened; null for an order, and for a request that only the book has
     */
    public record Conditions(
            OrderTerms terms,
            long reserved,
            long reservedShares,
            @Nullable Opening opening) {}

    /** A position to be opened. */
    public record Opening(Direction direction, long quantity) {}

    /**
     * A spot order.
     *
     * @param side BUY or SELL
     * @param clientId the user's own id of it; null for none
     * @param amount in ten-thousandths; null until it is filled, as are the fee and when that was
     */
    public record Order(
            String side,
            long quantity,
            @Nullable String clientId,
            @Nullable Long amount,
            @Nullable Long fee,
            @Nullable Instant filledAt) {}
}
