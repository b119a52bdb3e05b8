package touchline.market.chart;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Price;

/** Reads prices of the book, at most one for each part of a span. Thread-safe. */
public final class PriceChartQuery {
    /** The most players of a match that are charted. */
    public static final int PLAYERS = 60;

    private final Jdbi jdbi;

    public PriceChartQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A player of a match.
     *
     * @param before the price at the beginning of the span; null if it is not known
     * @param points the oldest first
     */
    public record Line(
            InstrumentId instrument,
            String name,
            String team,
            @Nullable Price before,
            List<PricePoint> points) {}

    /** The prices of an instrument, the oldest first; parts without a tick are left out. */
    public List<PricePoint> of(InstrumentId instrument, ChartSpan span) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT max(at) AS at, (array_agg(price ORDER BY seq DESC))[1] AS price, min(price) AS low, max(price) AS high
                        FROM price_ticks
                        WHERE instrument_id = :id AND at >= :from AND at < :to
                        GROUP BY (at - :from) / :width ORDER BY 1
                        """)
                .bind("id", instrument.value())
                .bind("from", span.from().toEpochMilli())
                .bind("to", span.to().toEpochMilli())
                .bind("width", span.width())
                .map((row, context) -> point(row))
                .list());
    }

    /** The last price before a span, of ticks that are kept; the starting price if the first tick is in the span. */
    public Optional<Price> before(InstrumentId instrument, ChartSpan span) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT coalesce(
                            (SELECT price FROM price_ticks WHERE instrument_id = :id AND at < :from ORDER BY seq DESC LIMIT 1),
                            (SELECT i.listed_price FROM price_ticks t JOIN instruments i ON i.id = t.instrument_id
                             WHERE t.instrument_id = :id AND t.seq = 1 AND t.at < :to)) AS price
                        """)
                .bind("id", instrument.value())
                .bind("from", span.from().toEpochMilli())
                .bind("to", span.to().toEpochMilli())
                .map((row, context) -> Optional.ofNullable(row.getObject("price", Long.class)))
                .one()
                .map(Price::of));
    }

    /** The prices of all players of a match, by name: of those that are in it now, and of those that it settled. */
    public List<Line> of(FixtureId fixture, ChartSpan span) {
        Map<InstrumentId, List<PricePoint>> points = new HashMap<>();
        List<Line> lines = jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT p.id, p.name, p.team, coalesce(b.price, p.match_base_price, p.first_price) AS before, t.* FROM (
                            SELECT i.id, i.name, i.team,
                                   CASE WHEN EXISTS (SELECT 1 FROM price_ticks WHERE instrument_id = i.id AND seq = 1)
                                        THEN i.listed_price END AS first_price,
                                   CASE WHEN i.fixture_id = :fixture THEN i.match_base_price END AS match_base_price
                            FROM instruments i
                            WHERE i.fixture_id = :fixture
                               OR i.id IN (SELECT instrument_id FROM fixture_settlement_prices WHERE fixture_id = :fixture)
                            ORDER BY i.name, i.id LIMIT :players) AS p
                        CROSS JOIN LATERAL (
                            SELECT max(at) AS at, (array_agg(price ORDER BY seq DESC))[1] AS price, min(price) AS low, max(price) AS high
                            FROM price_ticks
                            WHERE instrument_id = p.id AND at >= :from AND at < :to
                            GROUP BY (at - :from) / :width) AS t
                        LEFT JOIN LATERAL (
                            SELECT price FROM price_ticks WHERE instrument_id = p.id AND at < :from ORDER BY seq DESC LIMIT 1) AS b ON true
                        ORDER BY p.name, p.id, t.at
                        """)
                .bind("fixture", fixture.value())
                .bind("players", PLAYERS)
                .bind("from", span.from().toEpochMilli())
                .bind("to", span.to().toEpochMilli())
                .bind("width", span.width())
                .map((row, context) -> {
                    InstrumentId id = InstrumentId.of(row.getLong("id"));
                    List<PricePoint> own = points.computeIfAbsent(id, any -> new ArrayList<>());
                    own.add(point(row));
                    Long before = row.getObject("before", Long.class);
                    return new Line(
                            id,
                            row.getString("name"),
                            row.getString("team"),
                            before == null ? null : Price.of(before),
                            own);
                })
                .list());
        return lines.stream()
                .filter(line -> points.remove(line.instrument()) != null)
                .toList();
    }

    private static PricePoint point(ResultSet row) throws SQLException {
        return new PricePoint(
                Instant.ofEpochMilli(row.getLong("at")),
                Price.of(row.getLong("price")),
                Price.of(row.getLong("low")),
                Price.of(row.getLong("high")));
    }
}
