package touchline.market.instrument;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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

    /** The prices at which instruments were listed, before their first tick; none where it is not known. */
    Map<InstrumentId, Price> listed(Collection<InstrumentId> instruments) {
        Map<InstrumentId, Price> prices = new HashMap<>();
        if (instruments.isEmpty()) {
            return prices;
        }
        jdbi.useHandle(handle -> handle.createQuery("""
                        SELECT id, listed_price FROM instruments WHERE id = ANY (:ids) AND listed_price IS NOT NULL
                        """)
                .bindArray(
                        "ids",
                        Long.class,
                        instruments.stream().map(InstrumentId::value).toArray())
                .map((rs, ctx) ->
                        prices.put(InstrumentId.of(rs.getLong("id")), Price.of(rs.getLong("listed_price"))) == null)
                .list());
        return prices;
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
