package touchline.market.recovery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import touchline.market.correction.EventVoidRepository;
import touchline.market.fixture.MatchEventQuery;
import touchline.market.matchfeed.FixtureId;

/** The rows of the book that Redis is rebuilt from, read in portions. */
final class HydrationQuery {
    private static final int PORTION = 5_000;

    private final Handle book;

    HydrationQuery(Handle book) {
        this.book = book;
    }

    /** Takes a row. */
    @FunctionalInterface
    interface RowReader {
        void take(ResultSet row) throws SQLException;
    }

    /** For the rest of the transaction. */
    void allowLongStatements() {
        book.execute("SET LOCAL statement_timeout = '600s'");
    }

    /** With their open quantities, and the prices at which they settle. */
    void instruments(RowReader reader) {
        each("""
                SELECT i.*,
                       coalesce((SELECT sum(quantity) FROM spot_holdings h WHERE h.instrument_id = i.id), 0) AS net_flow,
                       coalesce((SELECT sum(quantity) FROM cfd_positions p
                                 WHERE p.instrument_id = i.id AND p.closed_at IS NULL AND direction = 'LONG'), 0) AS long_open,
                       coalesce((SELECT sum(quantity) FROM cfd_positions p
                                 WHERE p.instrument_id = i.id AND p.closed_at IS NULL AND direction = 'SHORT'), 0) AS short_open,
                       coalesce(s.price, w.price) AS ft_price, coalesce(s.spot_price, w.spot_price) AS ft_spot,
                       coalesce(s.seq, w.seq) AS ft_seq, s.fixture_id AS settling,
                       coalesce(x.phase IN ('FINISHED', 'VOID') OR d.fixture_id IS NOT NULL, false) AS over,
                       coalesce(x.kick_off > now() - interval '36 hours' AND d.fixture_id IS NULL, false) AS followed
                FROM instruments i
                LEFT JOIN fixtures x ON x.id = i.fixture_id
                LEFT JOIN fixture_settlements d ON d.fixture_id = i.fixture_id AND d.step = 'DONE'
                LEFT JOIN fixture_whistle_prices w ON w.fixture_id = i.fixture_id AND w.instrument_id = i.id
                       AND x.phase IN ('FINISHED', 'VOID') AND d.fixture_id IS NULL
                LEFT JOIN (SELECT p.* FROM fixture_settlement_prices p
                           JOIN fixture_settlements f USING (fixture_id) WHERE f.step <> 'DONE') AS s
                       ON s.instrument_id = i.id AND s.fixture_id = i.fixture_id
                """, reader);
    }

    /** A day's, and those that an open position may still need. */
    void ticks(RowReader reader) {
        each("""
                            SELECT t.instrument_id, t.seq, t.price, t.at
                            FROM price_ticks t
                            LEFT JOIN (SELECT instrument_id, min(open_seq) AS since FROM cfd_positions
                                       WHERE closed_at IS NULL GROUP BY instrument_id) AS o USING (instrument_id)
                            WHERE t.at > extract(epoch FROM now() - interval '24 hours') * 1000 OR t.seq > o.since
                            ORDER BY t.instrument_id, t.seq
                            """, reader);
    }

    void wallets(RowReader reader) {
        each("""
                SELECT w.*, CASE WHEN b.user_id IS NOT NULL THEN '1' END AS blocked
                FROM wallets w LEFT JOIN customer_blocks b USING (user_id)
                """, reader);
    }

    void accounts(RowReader reader) {
        each("SELECT * FROM accounts", reader);
    }

    void botGrants(RowReader reader) {
        each(
                "SELECT sum(amount) AS granted FROM ledger_entries WHERE kind = 'bot-wallet' HAVING sum(amount) > 0",
                reader);
    }

    void holdings(RowReader reader) {
        each("SELECT * FROM spot_holdings", reader);
    }

    void openPositions(RowReader reader) {
        each("SELECT * FROM cfd_positions WHERE closed_at IS NULL", reader);
    }

    void recentlyClosedPositions(RowReader reader) {
        each("SELECT * FROM cfd_positions WHERE closed_at > now() - interval '24 hours'", reader);
    }

    /** The highest id of orders, positions and requests. */
    void lastId(RowReader reader) {
        each("""
                SELECT greatest((SELECT max(id) FROM orders), (SELECT max(id) FROM cfd_positions), (SELECT max(id) FROM position_requests)) AS last
                """, reader);
    }

    /** The matches whose events still count. */
    List<FixtureId> fixturesWithEvents() {
        return book.createQuery("""
            SELECT DISTINCT e.fixture_id FROM match_events e
            LEFT JOIN fixture_settlements s ON s.fixture_id = e.fixture_id AND s.step = 'DONE'
            WHERE s.settled_at IS NULL OR s.settled_at > now() - interval '14 days' ORDER BY 1
            """).mapTo(Long.class).map(FixtureId::of).list();
    }

    List<MatchEventQuery.RecordedEvent> events(FixtureId fixture) {
        return MatchEventQuery.of(book, fixture);
    }

    /** The events of a fixture that operators have voided, as {@code event_voids:{fixture}} keeps them. */
    Map<String, String> eventVoids(FixtureId fixture) {
        return EventVoidRepository.of(book, fixture);
    }

    void liveFixtures(RowReader reader) {
        each("SELECT id FROM fixtures WHERE phase = 'LIVE'", reader);
    }

    /** The matches that are over, or settled while they are played, and still have instruments. */
    void closedFixtures(RowReader reader) {
        each("""
            SELECT DISTINCT f.id, d.fixture_id IS NOT NULL AS held, w.fixture_id IS NOT NULL AS whistled
            FROM fixtures f JOIN instruments i ON i.fixture_id = f.id
            LEFT JOIN fixture_settlements d ON d.fixture_id = f.id AND d.step = 'DONE'
            LEFT JOIN fixture_whistle_prices w ON w.fixture_id = f.id
            WHERE f.phase IN ('FINISHED', 'VOID') OR d.fixture_id IS NOT NULL
            """, reader);
    }

    /** Those that go on, or ended not long ago. */
    void settlements(RowReader reader) {
        each("""
            SELECT s.fixture_id, s.step, extract(epoch FROM s.settled_at) * 1000 AS at,
                   NOT EXISTS (SELECT 1 FROM instruments i WHERE i.fixture_id = s.fixture_id) AS left
            FROM fixture_settlements s
            WHERE s.step <> 'DONE' OR s.settled_at > now() - interval '14 days'
               OR EXISTS (SELECT 1 FROM instruments i WHERE i.fixture_id = s.fixture_id)
            """, reader);
    }

    void outboxOffsets(RowReader reader) {
        each("SELECT stream, last_id, greatest(applied, written) AS applied FROM outbox_offsets", reader);
    }

    /** Those that waited out the in-play delay. */
    void waitingRequests(RowReader reader) {
        each("""
                SELECT id, 'ORDER' AS kind FROM orders WHERE state = 'PENDING'
                UNION ALL SELECT id, kind FROM position_requests WHERE state = 'PENDING' ORDER BY id
                """, reader);
    }

    /** Orders and openings that rest until a price is reached. */
    void restingRequests(RowReader reader) {
        each("""
                SELECT id, 'ORDER' AS kind, user_id, instrument_id, state, execute_at, reserved, reserved_shares, terms
                FROM orders WHERE state IN ('WORKING', 'TRIGGERED')
                UNION ALL
                SELECT id, kind, user_id, instrument_id, state, execute_at, reserved, 0, terms
                FROM position_requests WHERE state IN ('WORKING', 'TRIGGERED')
                """, reader);
    }

    private void each(String sql, RowReader reader) {
        book.createQuery(sql)
                .setFetchSize(PORTION)
                .map((row, context) -> {
                    reader.take(row);
                    return true;
                })
                .forEach(taken -> {});
    }
}
