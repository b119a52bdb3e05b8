package touchline.market.position;

import java.time.Instant;
import java.util.Map;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.rule.CloseReason;
import touchline.market.script.Reply;

/**
 * How a position ended.
 *
 * @param seq the tick it was judged by or, where no tick was judged, the last one before the close
 * @param payout what came back of the margin, profit included
 */
public record Close(CloseReason reason, Price price, long seq, Money payout, Instant at) {

    /** From {@code {'closed' or 'already', reason, price, seq, payout, at}}. */
    static Close from(Reply reply) {
        return new Close(
                CloseReason.valueOf(reply.text(1)),
                Price.of(reply.number(2)),
                reply.number(3),
                Money.of(reply.number(4)),
                Instant.ofEpochMilli(reply.number(5)));
    }

    static Close from(Map<String, String> hash) {
        return new Close(
                CloseReason.valueOf(Position.text(hash, "close_reason")),
                Price.of(Position.number(hash, "close_price")),
                Position.number(hash, "close_seq"),
                Money.of(Position.number(hash, "payout")),
                Instant.ofEpochMilli(Position.number(hash, "closed_at")));
    }
}
