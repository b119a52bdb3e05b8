package touchline.market.exposure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.money.Money;

/** The house's result as the book has it. Thread-safe. */
public final class HouseResultQuery {
    private final Jdbi jdbi;

    public HouseResultQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The result of a match: of its players, from its kick-off to its settlement. */
    public record OfMatch(FixtureId fixture, String name, MatchPhase phase, Instant kickOff, HouseResult result) {}

    public HouseResult since(Instant since) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT coalesce(sum(CASE WHEN credit = 'house' THEN amount WHEN debit = 'house' THEN -amount END), 0) AS trading,
                               coalesce(sum(CASE WHEN credit = 'fees' THEN amount WHEN debit = 'fees' THEN -amount END), 0) AS fees
                        FROM ledger_entries
                        WHERE at >= :since AND (debit IN ('house', 'fees') OR credit IN ('house', 'fees'))
                        """)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .map((row, context) -> result(row))
                .one());
    }

    /**
     * The matches that kicked off since, and those that are named, the latest kick-off first.
     *
     * @param named matches that hold instruments now
     */
    public List<OfMatch> matches(Instant since, Collection<FixtureId> named, int most) {
        Long[] ids = named.stream().map(FixtureId::value).toArray(Long[]::new);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH matches AS (
                            SELECT f.id, f.name, f.phase, f.kick_off, f.home_team_id, f.away_team_id,
                                   coalesce(s.settled_at + interval '1 minute', now() + interval '1 minute') AS ends
                            FROM fixtures f LEFT JOIN fixture_settlements s ON s.fixture_id = f.id
                            WHERE f.id = ANY(:ids) OR (f.kick_off BETWEEN :since AND now() AND f.phase <> 'UPCOMING')
                            ORDER BY f.kick_off DESC, f.id LIMIT :most),
                        lines AS (
                            SELECT l.at,
                                   CASE WHEN l.credit = 'house' THEN l.amount WHEN l.debit = 'house' THEN -l.amount ELSE 0 END AS trading,
                                   CASE WHEN l.credit = 'fees' THEN l.amount WHEN l.debit = 'fees' THEN -l.amount ELSE 0 END AS fees,
                                   CASE WHEN l.debit LIKE 'pool:%' THEN substr(l.debit, 6)::bigint
                                        WHEN l.credit LIKE 'pool:%' THEN substr(l.credit, 6)::bigint
                                        WHEN l.reference !~ '^[0-9]{1,18}$' THEN NULL
                                        WHEN l.kind IN ('profit', 'loss')
                                        THEN (SELECT p.instrument_id FROM cfd_positions p WHERE p.id = l.reference::bigint)
                                        WHEN l.kind = 'spot-fee'
                                        THEN (SELECT o.instrument_id FROM orders o WHERE o.id = l.reference::bigint) END AS instrument
                            FROM ledger_entries l
                            WHERE l.at >= (SELECT min(kick_off) FROM matches)
                              AND (l.debit IN ('house', 'fees') OR l.credit IN ('house', 'fees')))
                        SELECT m.id, m.name, m.phase, m.kick_off,
                               coalesce(sum(l.trading), 0) AS trading, coalesce(sum(l.fees), 0) AS fees
                        FROM matches m
                        LEFT JOIN instruments i ON i.team_id IN (m.home_team_id, m.away_team_id)
                        LEFT JOIN lines l ON l.instrument = i.id AND l.at BETWEEN m.kick_off AND m.ends
                        GROUP BY m.id, m.name, m.phase, m.kick_off ORDER BY m.kick_off DESC, m.id
                        """)
                .bindArray("ids", Long.class, (Object[]) ids)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .bind("most", most)
                .map((row, context) -> new OfMatch(
                        FixtureId.of(row.getLong("id")),
                        row.getString("name"),
                        MatchPhase.valueOf(row.getString("phase")),
                        row.getTimestamp("kick_off").toInstant(),
                        result(row)))
                .list());
    }

    private static HouseResult result(ResultSet row) throws SQLException {
        return new HouseResult(Money.of(row.getLong("trading")), Money.of(row.getLong("fees")));
    }
}
