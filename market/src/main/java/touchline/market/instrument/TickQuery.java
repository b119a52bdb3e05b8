package touchline.market.instrument;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** The prices of ticks, by the numbers that the map gives for the instruments; none for a tick that is not in the book. */
    Map<InstrumentId, Price> prices(Map<InstrumentId, Long> seqs) {
        Map<InstrumentId, Price> prices = new HashMap<>();
        if (seqs.isEmpty()) {
            return prices;
        }
        List<Long> ids = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        seqs.forEach((id, seq) -> {
            ids.add(id.value());
            numbers.add(seq);
        });
        jdbi.useHandle(handle -> handle.createQuery("""
                        SELECT t.instrument_id, t.price
                        FROM unnest(:ids, :seqs) AS wanted (id, seq)
                             JOIN price_ticks t ON t.instrument_id = wanted.id AND t.seq = wanted.seq
                        """)
                .bindArray("ids", Long.class, ids)
                .bindArray("seqs", Long.class, numbers)
                .map((rs, ctx) ->
                        prices.put(InstrumentId.of(rs.getLong("instrument_id")), Price.of(rs.getLong("price"))) == null)
                .list());
        return prices;
    }
}
