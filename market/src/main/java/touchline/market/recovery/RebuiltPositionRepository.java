package touchline.market.recovery;

import java.util.List;
import org.jdbi.v3.core.Handle;
import touchline.market.position.rule.Levels;

/** The open positions of the book, made ready for a rebuild within its transaction. */
final class RebuiltPositionRepository {
    private RebuiltPositionRepository() {}

    /**
     * Lets positions be judged from the last tick that the book has. It may have the opening, or the levels, of a tick that it doesn't have: the number of that
     * tick is given again, to a tick that has to judge them.
     */
    static void judgeFromTheLastTick(Handle book) {
        record Ahead(long id, Levels levels, long tickSeq, long tickAt) {}
        List<Ahead> ahead = book.createQuery("""
                        SELECT p.id, p.levels, i.tick_seq, i.tick_at FROM cfd_positions p JOIN instruments i ON i.id = p.instrument_id
                        WHERE p.closed_at IS NULL
                          AND (p.open_seq > i.tick_seq OR substring(p.levels FROM '([0-9]+):[^;]*$')::bigint > i.tick_seq)
                        """)
                .map((row, context) -> new Ahead(
                        row.getLong("id"),
                        Levels.parse(row.getString("levels")),
                        row.getLong("tick_seq"),
                        row.getLong("tick_at")))
                .list();
        for (Ahead one : ahead) {
            book.createUpdate("""
                            UPDATE cfd_positions SET levels = :levels,
                                   open_tick_at = CASE WHEN open_seq > :seq THEN :at ELSE open_tick_at END,
                                   open_seq = least(open_seq, :seq)
                            WHERE id = :id
                            """)
                    .bind("levels", one.levels().notAfter(one.tickSeq()).toString())
                    .bind("seq", one.tickSeq())
                    .bind("at", one.tickAt())
                    .bind("id", one.id())
                    .execute();
        }
    }
}
