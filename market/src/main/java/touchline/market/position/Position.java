package touchline.market.position;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.rule.Direction;
import touchline.market.position.rule.Levels;
import touchline.market.wallet.UserId;

/**
 * A CFD, open or closed.
 *
 * @param margin what is held for it while open
 * @param washOut the price that washes it out, in ten-thousandths; 0 where none can
 * @param levels the history of its stop-loss and take-profit
 * @param openSeq it is judged by ticks after this one
 * @param openTickAt that tick's time, ms since the epoch; 0 where there was none
 * @param close how it ended; null while open
 */
public record Position(
        PositionId id,
        UserId user,
        InstrumentId instrument,
        Direction direction,
        Quantity quantity,
        int leverage,
        Price entryPrice,
        Money margin,
        long washOut,
        Levels levels,
        long openSeq,
        long openTickAt,
        Instant openedAt,
        @Nullable Close close)
        implements OpenPositions.Terms {

    /** What it would win or lose at a price. */
    public Money pnlAt(Price price) {
        long perShare = direction == Direction.LONG
                ? price.tenThousandths() - entryPrice.tenThousandths()
                : entryPrice.tenThousandths() - price.tenThousandths();
        return Money.of(Math.multiplyExact(perShare, quantity.shares()));
    }

    /** From the fields of {@code position:{id}} or {@code closed_position:{id}}. */
    static Position from(PositionId id, Map<String, String> hash) {
        return new Position(
                id,
                UserId.of(text(hash, "user")),
                InstrumentId.parse(text(hash, "instrument")),
                Direction.valueOf(text(hash, "direction")),
                Quantity.of(number(hash, "quantity")),
                Math.toIntExact(number(hash, "leverage")),
                Price.of(number(hash, "entry_price")),
                Money.of(number(hash, "margin")),
                number(hash, "wash_out"),
                Levels.parse(text(hash, "levels")),
                number(hash, "open_seq"),
                number(hash, "open_tick_at"),
                Instant.ofEpochMilli(number(hash, "opened_at")),
                hash.containsKey("close_reason") ? Close.from(hash) : null);
    }

    /**
     * From an entry of the outbox that tells of it: {@code open}, {@code amend} or {@code close}.
     *
     * @throws IllegalStateException if it lacks a field
     */
    public static Position ofEntry(Map<String, String> entry) {
        Map<String, String> hash = new HashMap<>(entry);
        if (text(entry, "type").equals("open")) {
            hash.put("opened_at", text(entry, "at"));
        } else if (text(entry, "type").equals("close")) {
            hash.put("close_reason", text(entry, "reason"));
            hash.put("close_price", text(entry, "price"));
            hash.put("close_seq", text(entry, "seq"));
            hash.put("closed_at", text(entry, "at"));
        }
        return from(PositionId.parse(text(entry, "id")), hash);
    }

    static long number(Map<String, String> hash, String field) {
        return number(text(hash, field), field);
    }

    static long number(String value, String field) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalStateException("a position whose " + field + " is no whole number", e);
        }
    }

    static String text(Map<String, String> hash, String field) {
        String value = hash.get(field);
        if (value == null) {
            throw new IllegalStateException("a position without " + field);
        }
        return value;
    }
}
