package touchline.market.instrument;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.money.Price;

/** Candles of the ticks in the book. Thread-safe. */
final class CandleQuery {
    private final Jdbi jdbi;

    CandleQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Candles, the oldest first, and the last tick in the book, up to which they count; null without any tick. */
    record Booked(List<Candles.Candle> candles, @Nullable BookedTick last) {}

    record BookedTick(long seq, long at) {}

    Booked read(InstrumentId instrument, Duration width, Candles.Span span, int most) {
        return jdbi.withHandle(handle -> {
            BookedTick last = last(handle, instrument).orElse(null);
            return last == null
                    ? new Booked(List.of(), null)
                    : new Booked(candles(handle, instrument, width, span, last.seq(), most), last);
        });
    }

    private static Optional<BookedTick> last(Handle handle, InstrumentId instrument) {
        return handle.createQuery(
                        "SELECT seq, at FROM price_ticks WHERE instrument_id = :instrument ORDER BY seq DESC LIMIT 1")
                .bind("instrument", instrument.value())
                .map((rs, ctx) -> new BookedTick(rs.getLong("seq"), rs.getLong("at")))
                .findOne();
    }

    private static List<Candles.Candle> candles(
            Handle handle, InstrumentId instrument, Duration width, Candles.Span span, long last, int most) {
        return handle.createQuery("""
                        SELECT at / :width * :width AS start, max(price) AS high, min(price) AS low, count(*) AS ticks,
                               (array_agg(price ORDER BY seq))[1] AS open, (array_agg(price ORDER BY seq DESC))[1] AS close
                        FROM price_ticks
                        WHERE instrument_id = :instrument AND at >= :from AND at < :to AND seq <= :last
                        GROUP BY 1 ORDER BY 1 LIMIT :most
                        """)
                .bind("instrument", instrument.value())
                .bind("width", width.toMillis())
                .bind("from", span.from().toEpochMilli())
                .bind("to", span.to().toEpochMilli())
                .bind("last", last)
                .bind("most", most)
                .map((rs, ctx) -> new Candles.Candle(
                        Instant.ofEpochMilli(rs.getLong("start")),
                        Price.of(rs.getLong("open")),
                        Price.of(rs.getLong("high")),
                        Price.of(rs.getLong("low")),
                        Price.of(rs.getLong("close")),
                        rs.getLong("ticks")))
                .list();
    }
}
