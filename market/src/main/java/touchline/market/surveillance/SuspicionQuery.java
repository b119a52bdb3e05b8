package touchline.market.surveillance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import touchline.market.money.Money;

/** Looks for odd trades in the book. Bots are left out. Thread-safe. */
public final class SuspicionQuery {
    private static final int MOST = 50;

    /** Users and facts of one suspicion. */
    private static final int SHOWN = 50;

    /** Accounts at one address that are not looked at: a household. */
    private static final int HOUSEHOLD = 2;

    private static final String PUSHES = """
            SELECT ARRAY[o.user_id] AS users, count(DISTINCT (o.instrument_id, w.fixture_id))::int AS times,
                   (SELECT sum(won.payout - won.margin) FROM cfd_positions won WHERE won.id = ANY(array_agg(DISTINCT p.id)))::bigint AS gain, max(o.at) AS at,
                   array_agg(DISTINCT format('order %s: %s %s of instrument %s, %s s before the whistle of fixture %s; position %s gained %s', o.id, lower(o.side), o.quantity,
                        o.instrument_id, round(extract(epoch FROM w.taken_at - o.at)), w.fixture_id, p.id, round((p.payout - p.margin) / 10000.0, 4))) AS evidence
            FROM fixture_whistle_prices w
            JOIN orders o ON o.instrument_id = w.instrument_id AND o.source = 'USER' AND o.state = 'FILLED'
                 AND o.at BETWEEN w.taken_at - interval '5 minutes' AND w.taken_at
            JOIN cfd_positions p ON p.instrument_id = w.instrument_id AND p.close_reason = 'FULL_TIME' AND p.payout > p.margin AND p.close_seq = w.seq
                 AND p.direction = CASE o.side WHEN 'BUY' THEN 'LONG' ELSE 'SHORT' END AND p.opened_at < o.at
                 AND (p.user_id = o.user_id OR EXISTS (SELECT 1 FROM customer_log_ins a JOIN customer_log_ins b ON b.address = a.address
                                                       WHERE a.user_id = o.user_id AND b.user_id = p.user_id))
            JOIN users u ON u.id = o.user_id AND u.kind = 'HUMAN'
            WHERE w.taken_at >= :from AND w.taken_at < :until
            GROUP BY o.user_id ORDER BY gain DESC LIMIT :most
            """;

    private static final String ROUND_TRIPS = """
            WITH trades AS (
                SELECT o.* FROM orders o JOIN users u ON u.id = o.user_id AND u.kind = 'HUMAN'
                WHERE o.source = 'USER' AND o.state = 'FILLED' AND o.at >= :from AND o.at < :until)
            SELECT ARRAY[least(a.user_id, b.user_id), greatest(a.user_id, b.user_id)] AS users, count(*)::int AS times, 0::bigint AS gain, max(b.at) AS at,
                   array_agg(format('order %s: %s sells %s of instrument %s; order %s: %s buys %s, %s s later', a.id, a.user_id, a.quantity, a.instrument_id, b.id, b.user_id,
                        b.quantity, round(extract(epoch FROM b.at - a.at), 1)) ORDER BY b.at DESC) AS evidence
            FROM trades a JOIN trades b ON b.instrument_id = a.instrument_id AND a.side = 'SELL' AND b.side = 'BUY' AND a.user_id <> b.user_id
                 AND b.at BETWEEN a.at AND a.at + interval '10 seconds' AND b.quantity BETWEEN a.quantity * 0.8 AND a.quantity * 1.25
            GROUP BY 1 HAVING count(*) >= 3 AND count(DISTINCT a.user_id) = 2 ORDER BY times DESC LIMIT :most
            """;

    private static final String BEFORE_EVENTS = """
            WITH bumps AS (
                SELECT e.fixture_id, e.event_id, e.first_at, split_part(b, ':', 1)::bigint AS instrument_id, split_part(b, ':', 2)::bigint AS bps
                FROM match_events e, unnest(string_to_array(e.bumps, ',')) AS b
                WHERE e.applied AND e.bumps <> '' AND e.first_at >= :from AND e.first_at < :until),
            trades AS (
                SELECT id, user_id, instrument_id, side = 'BUY' AS up, quantity, at, 'order' AS what FROM orders
                WHERE source = 'USER' AND state = 'FILLED' AND at >= :from::timestamptz - interval '10 seconds' AND at < :until
                UNION ALL
                SELECT id, user_id, instrument_id, direction = 'LONG', quantity, opened_at, 'position' FROM cfd_positions
                WHERE opened_at >= :from::timestamptz - interval '10 seconds' AND opened_at < :until)
            SELECT ARRAY[t.user_id] AS users, count(DISTINCT (b.fixture_id, b.event_id))::int AS times, 0::bigint AS gain, max(t.at) AS at,
                   array_agg(format('%s %s: %s %s of instrument %s, %s s before event %s of fixture %s', t.what, t.id, CASE WHEN t.up THEN 'up' ELSE 'down' END, t.quantity,
                        t.instrument_id, round(extract(epoch FROM b.first_at - t.at), 1), b.event_id, b.fixture_id) ORDER BY t.at DESC) AS evidence
            FROM bumps b JOIN trades t ON t.instrument_id = b.instrument_id AND t.at >= b.first_at - interval '10 seconds' AND t.at < b.first_at AND t.up = (b.bps > 0)
            JOIN users u ON u.id = t.user_id AND u.kind = 'HUMAN'
            GROUP BY t.user_id HAVING count(DISTINCT (b.fixture_id, b.event_id)) >= 2 ORDER BY times DESC LIMIT :most
            """;

    private static final String ADDRESSES = """
            SELECT array_agg(DISTINCT user_id) AS users, count(DISTINCT user_id)::int AS times, 0::bigint AS gain, max(at) AS at,
                   ARRAY[format('%s log-ins of %s accounts from %s', count(*), count(DISTINCT user_id), address)] AS evidence
            FROM customer_log_ins WHERE address IS NOT NULL AND at >= :from AND at < :until
            GROUP BY address HAVING count(DISTINCT user_id) > :household ORDER BY times DESC LIMIT :most
            """;

    private final Jdbi jdbi;

    public SuspicionQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** What looks odd in a time; by kind, the worst first. */
    public List<Suspicion> between(Instant from, Instant until) {
        List<Suspicion> all = new ArrayList<>();
        all.addAll(find(Suspicion.Kind.PUSH_BEFORE_SETTLEMENT, PUSHES, from, until));
        all.addAll(find(Suspicion.Kind.ROUND_TRIPS, ROUND_TRIPS, from, until));
        all.addAll(find(Suspicion.Kind.ORDERS_BEFORE_EVENTS, BEFORE_EVENTS, from, until));
        all.addAll(find(Suspicion.Kind.SHARED_ADDRESS, ADDRESSES, from, until));
        all.sort(Comparator.comparing(Suspicion::kind));
        return all;
    }

    private List<Suspicion> find(Suspicion.Kind kind, String sql, Instant from, Instant until) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("from", Timestamp.from(from))
                .bind("until", Timestamp.from(until))
                .bind("most", MOST)
                .bind("household", HOUSEHOLD)
                .configure(SqlStatements.class, config -> config.setUnusedBindingAllowed(true))
                .map((row, context) -> suspicion(kind, row))
                .list());
    }

    private static Suspicion suspicion(Suspicion.Kind kind, ResultSet row) throws SQLException {
        return new Suspicion(
                kind,
                texts(row, "users"),
                row.getInt("times"),
                Money.of(row.getLong("gain")),
                texts(row, "evidence"),
                row.getTimestamp("at").toInstant());
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return Stream.of((String[]) row.getArray(column).getArray())
                .limit(SHOWN)
                .toList();
    }
}
