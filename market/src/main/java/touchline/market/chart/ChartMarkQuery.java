package touchline.market.chart;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;

/** Reads what lies on the chart of a player: trades by parts of a span, and match events. Thread-safe. */
public final class ChartMarkQuery {
    private static final Duration LONGEST_MATCH = Duration.ofHours(12);
    private static final int EVENTS = 300;

    private final Jdbi jdbi;

    public ChartMarkQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A kind of trade. */
    public enum TradeKind {
        BUY,
        SELL,
        OPEN_LONG,
        OPEN_SHORT,
        CLOSE
    }

    /** The trades of a kind in a part of a span. */
    public record Trades(Instant at, TradeKind kind, long trades, long quantity) {}

    /**
     * A match event.
     *
     * @param type the feed's number
     * @param basisPoints by which it moved the instrument; null if it did not
     */
    public record Event(
            Instant at,
            FixtureId fixture,
            int type,
            @Nullable Integer minute,
            @Nullable Long player,
            boolean rescinded,
            @Nullable Long basisPoints) {}

    /** Trades by kind and part, the oldest first. */
    public List<Trades> trades(InstrumentId instrument, ChartSpan span) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH trades AS (
                            SELECT at, side AS kind, quantity FROM orders
                            WHERE instrument_id = :id AND state = 'FILLED' AND at >= :from AND at < :to
                            UNION ALL
                            SELECT opened_at, 'OPEN_' || direction, quantity FROM cfd_positions
                            WHERE instrument_id = :id AND opened_at >= :from AND opened_at < :to
                            UNION ALL
                            SELECT closed_at, 'CLOSE', quantity FROM cfd_positions
                            WHERE instrument_id = :id AND closed_at >= :from AND closed_at < :to AND closed_at IS NOT NULL
                        )
                        SELECT floor(extract(epoch FROM at - CAST(:from AS timestamptz)) * 1000 / :width) AS part, kind,
                               count(*) AS trades, sum(quantity) AS quantity
                        FROM trades GROUP BY 1, 2 ORDER BY 1, 2
                        """)
                .bind("id", instrument.value())
                .bind("from", span.from().atOffset(ZoneOffset.UTC))
                .bind("to", span.to().atOffset(ZoneOffset.UTC))
                .bind("width", span.width())
                .map((row, context) -> new Trades(
                        span.from().plusMillis(row.getLong("part") * span.width()),
                        TradeKind.valueOf(row.getString("kind")),
                        row.getLong("trades"),
                        row.getLong("quantity")))
                .list());
    }

    /** Events of matches of the span that name the player or moved the price, the latest {@value #EVENTS}, the oldest first. */
    public List<Event> events(InstrumentId instrument, ChartSpan span) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM (
                            SELECT e.first_at, e.fixture_id, e.type_id, e.minute, e.player_id, e.rescinded,
                                   substring(e.bumps FROM '(?:^|,)' || :id || ':(-?[0-9]+)') AS bps
                            FROM fixtures f JOIN match_events e ON e.fixture_id = f.id
                            WHERE f.kick_off >= :early AND f.kick_off < :to AND e.first_at >= :from AND e.first_at < :to
                              AND (e.player_id = CAST(:id AS bigint) OR e.related_player_id = CAST(:id AS bigint)
                                   OR e.bumps ~ ('(^|,)' || :id || ':'))
                            ORDER BY e.first_at DESC LIMIT :most) AS latest
                        ORDER BY first_at
                        """)
                .bind("id", instrument.toString())
                .bind("early", span.from().minus(LONGEST_MATCH).atOffset(ZoneOffset.UTC))
                .bind("from", span.from().atOffset(ZoneOffset.UTC))
                .bind("to", span.to().atOffset(ZoneOffset.UTC))
                .bind("most", EVENTS)
                .map((row, context) -> event(row))
                .list());
    }

    private static Event event(ResultSet row) throws SQLException {
        String bps = row.getString("bps");
        return new Event(
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                FixtureId.of(row.getLong("fixture_id")),
                row.getInt("type_id"),
                row.getObject("minute", Integer.class),
                row.getObject("player_id", Long.class),
                row.getBoolean("rescinded"),
                bps == null ? null : Long.valueOf(bps));
    }
}
