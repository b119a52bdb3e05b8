package touchline.market.halt;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The halts in the book. Changes take turns, so that a higher version never lacks what a lower one has. Thread-safe. */
public final class HaltRepository {
    private final Jdbi jdbi;

    public HaltRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The halts in force.
     *
     * @param version of the newest change
     */
    record Reading(long version, List<Halt> halts) {}

    /** Returns whether the book has the fixture, the instrument, or an instrument of the team. */
    public boolean exists(HaltScope scope) {
        return jdbi.withHandle(book -> book.createQuery("""
                        SELECT CASE :kind WHEN 'MARKET' THEN true
                                          WHEN 'FIXTURE' THEN EXISTS (SELECT 1 FROM fixtures WHERE id = :id)
                                          WHEN 'TEAM' THEN EXISTS (SELECT 1 FROM instruments WHERE team_id = :id)
                                          ELSE EXISTS (SELECT 1 FROM instruments WHERE id = :id) END
                        """)
                .bind("kind", scope.kind().name())
                .bindByType("id", scope.id(), Long.class)
                .mapTo(Boolean.class)
                .one());
    }

    /** Halts something, within a transaction of the caller. Returns empty if the same scope is halted already. */
    public Optional<Halt> halt(Handle book, HaltScope scope, HaltTerms terms, String by) {
        takeTurns(book);
        return book.createQuery("""
                        INSERT INTO market_halts (scope, mode, cause, reason, ends_at, halted_by)
                        VALUES (:scope, :mode, :cause, :reason, :until, :by)
                        ON CONFLICT (scope) WHERE lifted_at IS NULL DO NOTHING
                        RETURNING *
                        """)
                .bind("scope", scope.toString())
                .bind("mode", terms.mode().name())
                .bind("cause", terms.cause().name())
                .bind("reason", terms.reason())
                .bind("until", timestamp(terms.until()))
                .bind("by", by)
                .map((rs, ctx) -> read(rs))
                .findOne();
    }

    /** Lifts the halt of a scope that these terms outdo, within a transaction of the caller. Returns empty if there is none. */
    public Optional<Halt> liftOutdone(Handle book, HaltScope scope, HaltTerms terms, String by) {
        takeTurns(book);
        return book.createQuery("SELECT * FROM market_halts WHERE scope = :scope AND lifted_at IS NULL")
                .bind("scope", scope.toString())
                .map((rs, ctx) -> read(rs))
                .findOne()
                .filter(halt -> terms.outdoes(halt.terms()))
                .flatMap(halt -> lift(book, halt.id(), by));
    }

    /** Lifts a halt, within a transaction of the caller. Returns empty if none of this id is in force. */
    public Optional<Halt> lift(Handle book, long id, String by) {
        takeTurns(book);
        return book.createQuery("""
                        UPDATE market_halts SET lifted_at = clock_timestamp(), lifted_by = :by, version = nextval('market_halt_versions')
                        WHERE id = :id AND lifted_at IS NULL RETURNING *
                        """)
                .bind("id", id)
                .bind("by", by)
                .map((rs, ctx) -> read(rs))
                .findOne();
    }

    /**
     * Ends those whose time has come, by the database's clock and by another one: no halt ends early because one of them is ahead.
     *
     * @param now by the other clock
     */
    int expire(Instant now) {
        OffsetDateTime other = now.atOffset(ZoneOffset.UTC);
        return jdbi.inTransaction(book -> {
            boolean isDue = book.createQuery(
                            "SELECT EXISTS (SELECT 1 FROM market_halts WHERE lifted_at IS NULL AND ends_at <= least(clock_timestamp(), :now))")
                    .bind("now", other)
                    .mapTo(Boolean.class)
                    .one();
            if (!isDue) {
                return 0;
            }
            takeTurns(book);
            return book.createUpdate("""
                            UPDATE market_halts SET lifted_at = clock_timestamp(), lifted_by = 'expiry', version = nextval('market_halt_versions')
                            WHERE lifted_at IS NULL AND ends_at <= least(clock_timestamp(), :now)
                            """).bind("now", other).execute();
        });
    }

    /** In one statement, so that version and halts belong together. */
    Reading inForce() {
        return jdbi.withHandle(HaltRepository::inForce);
    }

    /** The same within a transaction of the caller. */
    public static List<Halt> allInForce(Handle book) {
        return inForce(book).halts();
    }

    private static Reading inForce(Handle book) {
        record Row(long version, @Nullable Halt halt) {}
        List<Row> rows = book.createQuery("""
                        SELECT v.version AS newest, h.*
                        FROM (SELECT coalesce(max(version), 0) AS version FROM market_halts) v
                        LEFT JOIN market_halts h ON h.lifted_at IS NULL ORDER BY h.id
                        """)
                .map((rs, ctx) -> new Row(rs.getLong("newest"), rs.getString("scope") == null ? null : read(rs)))
                .list();
        return new Reading(
                rows.get(0).version(),
                rows.stream()
                        .flatMap(row -> Optional.ofNullable(row.halt()).stream())
                        .toList());
    }

    /** Those in force, or all, the latest first. */
    public List<Halt> latest(boolean inForce, long before, int most) {
        return jdbi.withHandle(book -> book.createQuery("""
                        SELECT * FROM market_halts
                        WHERE (lifted_at IS NULL OR NOT :inForce) AND id < :before ORDER BY id DESC LIMIT :most
                        """)
                .bind("inForce", inForce)
                .bind("before", before)
                .bind("most", most)
                .map((rs, ctx) -> read(rs))
                .list());
    }

    private static void takeTurns(Handle book) {
        book.execute("LOCK TABLE market_halts IN SHARE ROW EXCLUSIVE MODE");
    }

    private static Halt read(ResultSet rs) throws SQLException {
        Timestamp until = rs.getTimestamp("ends_at");
        Timestamp lifted = rs.getTimestamp("lifted_at");
        return new Halt(
                rs.getLong("id"),
                HaltScope.parse(rs.getString("scope")),
                new HaltTerms(
                        HaltMode.valueOf(rs.getString("mode")),
                        HaltCause.valueOf(rs.getString("cause")),
                        rs.getString("reason"),
                        until == null ? null : until.toInstant()),
                rs.getString("halted_by"),
                rs.getTimestamp("halted_at").toInstant(),
                lifted == null ? null : new Halt.Lifted(lifted.toInstant(), rs.getString("lifted_by")));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}
