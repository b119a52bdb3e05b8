package touchline.market.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.Ticks;

/** What the audit compares Redis with. Maps are from an id to the row's values in one text. */
final class AuditQuery {
    private final Handle book;

    AuditQuery(Handle book) {
        this.book = book;
    }

    /** For the rest of the transaction. */
    static void allowLongStatements(Handle book) {
        book.execute("SET LOCAL statement_timeout = '120s'");
    }

    Map<String, String> wallets() {
        return rows("SELECT user_id, cash || '/' || held FROM wallets");
    }

    /** The users who are blocked. */
    Map<String, String> blocks() {
        return rows("SELECT user_id, 'blocked' FROM customer_blocks");
    }

    Map<String, String> accounts() {
        return rows("SELECT name, balance::text FROM accounts");
    }

    Map<String, String> holdings() {
        return rows("SELECT user_id || ' of ' || instrument_id, quantity || ' for ' || cost FROM spot_holdings");
    }

    Map<String, String> openPositions() {
        return rows("""
                SELECT id::text, concat_ws(' ', user_id, instrument_id, direction, quantity, leverage, entry_price, margin,
                                           wash_out, levels, open_seq)
                FROM cfd_positions WHERE closed_at IS NULL
                """);
    }

    Map<String, String> waitingRequests() {
        return rows("""
                SELECT id::text, 'ORDER ' || user_id FROM orders WHERE state = 'PENDING'
                UNION ALL SELECT id::text, kind || ' ' || user_id FROM position_requests WHERE state = 'PENDING'
                """);
    }

    Map<String, String> restingRequests() {
        return rows("""
                SELECT id::text, concat_ws(' ', 'ORDER', user_id, instrument_id, state, reserved, reserved_shares)
                FROM orders WHERE state IN ('WORKING', 'TRIGGERED')
                UNION ALL SELECT id::text, concat_ws(' ', kind, user_id, instrument_id, state, reserved, 0)
                FROM position_requests WHERE state IN ('WORKING', 'TRIGGERED')
                """);
    }

    Map<String, String> instruments() {
        return rows("""
                SELECT id::text, concat_ws(' ', live_base_price, below_floor, price, tick_seq, depth,
                                           coalesce(fixture_id::text, '-'), coalesce(frozen_for::text, '-'),
                                           CASE WHEN delisted_at IS NULL THEN '-' ELSE '1' END)
                FROM instruments
                """);
    }

    /** The instruments of matches that are settled though they are played, each with its fixture. */
    List<Map.Entry<String, String>> instrumentsOfSettledLiveFixtures() {
        return book.createQuery("""
                        SELECT i.id, f.id AS fixture FROM fixtures f
                        JOIN fixture_settlements s ON s.fixture_id = f.id AND s.step = 'DONE'
                        JOIN instruments i ON i.team_id IN (f.home_team_id, f.away_team_id) AND i.delisted_at IS NULL
                        WHERE f.phase = 'LIVE' AND f.kick_off > now() - interval '36 hours'
                        """)
                .map((rs, ctx) -> Map.entry(rs.getString("id"), rs.getString("fixture")))
                .list();
    }

    List<InstrumentId> instrumentsWithPositions() {
        return book.createQuery("SELECT DISTINCT instrument_id FROM cfd_positions ORDER BY 1")
                .mapTo(Long.class)
                .map(InstrumentId::of)
                .list();
    }

    /** Since when all ticks are stored, in ms since the epoch. */
    long ticksKeptSince() {
        return book.createQuery("SELECT since FROM price_ticks_kept")
                .mapTo(Long.class)
                .one();
    }

    Ticks ticks(InstrumentId instrument) {
        Ticks ticks = new Ticks();
        book.createQuery("SELECT seq, price, at FROM price_ticks WHERE instrument_id = :instrument ORDER BY seq")
                .bind("instrument", instrument.value())
                .setFetchSize(10_000)
                .map((rs, ctx) -> {
                    ticks.add(rs.getLong(1), rs.getLong(2), rs.getLong(3));
                    return true;
                })
                .forEach(added -> {});
        return ticks;
    }

    private Map<String, String> rows(String sql) {
        Map<String, String> rows = new TreeMap<>();
        book.createQuery(sql)
                .map((rs, ctx) -> rows.put(rs.getString(1), rs.getString(2)))
                .list();
        return rows;
    }
}
