package touchline.market.position;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.rule.Direction;
import touchline.market.request.IdempotencyKey;
import touchline.market.request.Submission;
import touchline.market.resting.OrderTerms;
import touchline.market.wallet.UserId;

/**
 * A wish to open a position now.
 *
 * @param leverage 1 to the configured maximum
 * @param stopLoss null for none
 * @param takeProfit null for none
 * @param trailingDistance how far a trailing stop lies behind the best price since the opening; null for none
 * @param worstPrice the worst acceptable entry price; null for any
 * @param terms when it is filled, and how long it is kept
 * @param idempotency by which a repeated request gets the first answer; null for none
 * @param deadline by Redis' clock, after which nothing should happen; null for none
 */
public record OpenRequest(
        UserId user,
        InstrumentId instrument,
        Direction direction,
        Quantity quantity,
        int leverage,
        @Nullable Price stopLoss,
        @Nullable Price takeProfit,
        @Nullable Price trailingDistance,
        @Nullable Price worstPrice,
        OrderTerms terms,
        @Nullable IdempotencyKey idempotency,
        @Nullable Instant deadline) {

    /** One at once, without a deadline. */
    public OpenRequest(
            UserId user,
            InstrumentId instrument,
            Direction direction,
            Quantity quantity,
            int leverage,
            @Nullable Price stopLoss,
            @Nullable Price takeProfit,
            @Nullable Price worstPrice,
            @Nullable IdempotencyKey idempotency) {
        this(
                user,
                instrument,
                direction,
                quantity,
                leverage,
                stopLoss,
                takeProfit,
                null,
                worstPrice,
                OrderTerms.MARKET,
                idempotency,
                null);
    }

    /** The same with a trailing stop. */
    public OpenRequest trailing(Price distance) {
        return new OpenRequest(
                user,
                instrument,
                direction,
                quantity,
                leverage,
                stopLoss,
                takeProfit,
                distance,
                worstPrice,
                terms,
                idempotency,
                deadline);
    }

    /** The key and the deadline. */
    public Submission submission() {
        return new Submission(idempotency, deadline);
    }
}
