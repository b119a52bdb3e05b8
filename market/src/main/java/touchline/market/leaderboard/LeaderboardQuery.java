package touchline.market.leaderboard;

import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;

/**
 * What people have realised in a week: of each position closed in it the payout less the margin, of each sale in it the proceeds less what the shares had
 * cost. What operators have cancelled counts against it in the week of the correction. Bots are left out. From the book, which the flusher brings up to date within moments. Thread-safe.
 */
public final class LeaderboardQuery {
    private static final String REALISED = """
            WITH realised AS (
                SELECT user_id, payout - margin AS amount FROM cfd_positions WHERE closed_at >= :start AND closed_at < :end
                UNION ALL
                SELECT p.user_id, p.margin - p.payout FROM corrections c JOIN cfd_positions p ON p.id = c.trade_id
                WHERE c.kind = 'CANCEL_CLOSE' AND c.state = 'DONE' AND c.decided_at >= :start AND c.decided_at < :end
                UNION ALL
                SELECT user_id, realised FROM orders
                WHERE state = 'FILLED' AND (side = 'SELL' OR source = 'CORRECTION') AND at >= :start AND at < :end
            ), standing AS (
                SELECT u.id, u.name, sum(r.amount)::bigint AS realised
                FROM realised r JOIN users u ON u.id = r.user_id
                WHERE u.kind = 'HUMAN'
                GROUP BY u.id
            )
            """;

    private final Jdbi jdbi;

    public LeaderboardQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The end of a page: the last entry itself and not its position, so that a user who rises past it meanwhile moves no other.
     *
     * @param realised of the last one of the page
     */
    public record End(Money realised, UserId user) {}

    /**
     * A page of a week's standings, the best first.
     *
     * @param after only those who come after the end of another page; null for the first one
     */
    public List<LeaderboardEntry> page(Week week, @Nullable End after, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(REALISED + """
                        SELECT * FROM (
                            SELECT id, name, realised, rank() OVER (ORDER BY realised DESC) AS rank,
                                   row_number() OVER (ORDER BY realised DESC, id COLLATE "C") AS place
                            FROM standing) AS placed
                        WHERE :first OR realised < :realised OR (realised = :realised AND id COLLATE "C" > :user)
                        ORDER BY place LIMIT :limit
                        """)
                .bind("start", Timestamp.from(week.start()))
                .bind("end", Timestamp.from(week.end()))
                .bind("first", after == null)
                .bind("realised", after == null ? 0 : after.realised().tenThousandths())
                .bind("user", after == null ? "" : after.user().value())
                .bind("limit", limit)
                .map((rs, ctx) -> new LeaderboardEntry(
                        rs.getLong("place"),
                        rs.getLong("rank"),
                        UserId.of(rs.getString("id")),
                        rs.getString("name"),
                        Money.of(rs.getLong("realised"))))
                .list());
    }

    /** The users who share the week's first rank, by id; empty if none realised anything. */
    public List<UserId> leaders(Week week) {
        return jdbi.withHandle(handle -> handle.createQuery(REALISED + """
                        SELECT id FROM standing WHERE realised = (SELECT max(realised) FROM standing) ORDER BY id COLLATE "C"
                        """)
                .bind("start", Timestamp.from(week.start()))
                .bind("end", Timestamp.from(week.end()))
                .map((rs, ctx) -> UserId.of(rs.getString("id")))
                .list());
    }

    /** The first week in which anybody, bots included, realised anything. */
    public Optional<Week> firstWeek() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT least((SELECT min(closed_at) FROM cfd_positions WHERE closed_at IS NOT NULL),
                                     (SELECT min(at) FROM orders WHERE side = 'SELL' AND state = 'FILLED')) AS first
                        """)
                .map((rs, ctx) -> Optional.ofNullable(rs.getTimestamp("first")).map(Timestamp::toInstant))
                .one()
                .map(Week::of));
    }
}
