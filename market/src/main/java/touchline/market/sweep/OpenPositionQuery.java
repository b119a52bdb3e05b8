package touchline.market.sweep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.TickOffset;
import touchline.market.wallet.UserId;

/** Who has a position open, as the book knows it: what was opened since is a few seconds old, and the next sweep's. */
final class OpenPositionQuery {
    private final Jdbi jdbi;

    OpenPositionQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    int users() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT count(*) FROM (SELECT DISTINCT user_id FROM cfd_positions WHERE closed_at IS NULL) AS u
                        """).mapTo(Integer.class).one());
    }

    /**
     * The next users in the order of the database, which depends on its locale: two ids are compared nowhere else.
     *
     * @param until the last user, included; null for all
     */
    List<UserId> after(String user, @Nullable String until, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT DISTINCT user_id FROM cfd_positions
                        WHERE closed_at IS NULL AND user_id > :after AND (:until::text IS NULL OR user_id <= :until)
                        ORDER BY user_id LIMIT :limit
                        """)
                .bind("after", user)
                .bind("until", until)
                .bind("limit", limit)
                .mapTo(String.class)
                .map(UserId::of)
                .list());
    }

    /** The tick before the first that an open position on each instrument is judged by. */
    Map<InstrumentId, TickOffset> firstNeeded() {
        Map<InstrumentId, TickOffset> first = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery("""
                        SELECT DISTINCT ON (instrument_id) instrument_id, open_seq, open_tick_at FROM cfd_positions
                        WHERE closed_at IS NULL ORDER BY instrument_id, open_seq
                        """)
                .map((rs, ctx) -> first.put(
                        InstrumentId.of(rs.getLong("instrument_id")),
                        new TickOffset(rs.getLong("open_tick_at"), rs.getLong("open_seq"))))
                .forEach(replaced -> {}));
        return first;
    }
}
