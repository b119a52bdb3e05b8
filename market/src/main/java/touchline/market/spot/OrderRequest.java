package touchline.market.spot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.request.IdempotencyKey;
import touchline.market.request.Submission;
import touchline.market.resting.OrderTerms;
import touchline.market.wallet.UserId;

/**
 * A wish to buy or sell shares.
 *
 * @param worstPrice the worst acceptable average price per share, without the fee; null for any
 * @param terms when it is filled, and how long it is kept
 * @param idempotency by which a repeated request gets the first answer; null for none
 * @param deadline by Redis' clock, after which nothing should happen; null for none
 * @param clientId the user's own id of the order; null for none
 */
public record OrderRequest(
        UserId user,
        InstrumentId instrument,
        Side side,
        Quantity quantity,
        @Nullable Price worstPrice,
        OrderTerms terms,
        @Nullable IdempotencyKey idempotency,
        @Nullable Instant deadline,
        @Nullable ClientOrderId clientId) {

    /** A market order without a deadline and without an id of the user's own. */
    public OrderRequest(
            UserId user,
            InstrumentId instrument,
            Side side,
            Quantity quantity,
            @Nullable Price worstPrice,
            @Nullable IdempotencyKey idempotency) {
        this(user, instrument, side, quantity, worstPrice, OrderTerms.MARKET, idempotency, null, null);
    }

    /** The key and the deadline. */
    public Submission submission() {
        return new Submission(idempotency, deadline);
    }
}
