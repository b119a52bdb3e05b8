package touchline.market.instrument;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.market.money.Price;

/** Prices as they once were, from the book. Thread-safe. */
public final class TickQuery {
    private final Jdbi jdbi;

    public TickQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A price, its number, and when it came. */
    public record Tick(long seq, Price price, Instant at) {}

    /**
     * A page of an instrument's ticks, the oldest first.
     *
     * @param after only those with a higher number
     */
    public List<Tick> page(InstrumentId instrument, Instant from, Instant to, long after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT seq, price, at FROM price_ticks
                        WHERE instrument_id = :instrument AND seq > :after AND at BETWEEN :from AND :to ORDER BY seq LIMIT :limit
                        """)
                .bind("instrument", instrument.value())
                .bind("after", after)
                .bind("from", from.toEpochMilli())
                .bind("to", to.toEpochMilli())
                .bind("limit", limit)
                .map((rs, ctx) -> new Tick(
                        rs.getLong("seq"), Price.of(rs.getLong("price")), Instant.ofEpochMilli(rs.getLong("at"))))
                .list());
    }
}
