package touchline.market.correction;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.market.Refusal;
import touchline.market.approval.ApprovalRepository;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;

/** The rows of corrections, within the caller's transaction. */
public final class CorrectionRepository {
    private static final ApprovalRepository APPROVALS = new ApprovalRepository("corrections", "DONE");

    private CorrectionRepository() {}

    /**
     * Adds a request and returns its id; empty where the same trade is cancelled, or is to be, already.
     *
     * @param needsApproval otherwise it is approved with its request
     */
    public static Optional<Long> add(
            Handle book,
            CorrectionTarget target,
            CorrectionPreview.Totals totals,
            boolean needsApproval,
            Requester requester) {
        book.execute("UPDATE corrections SET state = 'EXPIRED' WHERE state = 'REQUESTED' AND expires_at <= now()");
        return book.createQuery("""
                        INSERT INTO corrections (kind, fixture_id, event_id, instrument_id, price, trade_id, state, needs_approval, gains, losses, customers,
                                                 requested_by, reason, expires_at, decided_by, decided_at)
                        VALUES (:kind, :fixture, :event, :instrument, :price, :trade, CASE WHEN :needs THEN 'REQUESTED' ELSE 'APPROVED' END, :needs,
                                :gains, :losses, :customers, :by, :reason, now() + :lasts * interval '1 second',
                                CASE WHEN :needs THEN NULL ELSE :by END, CASE WHEN :needs THEN NULL ELSE now() END)
                        ON CONFLICT (trade_id) WHERE state IN ('REQUESTED', 'APPROVED', 'DONE') DO NOTHING RETURNING id
                        """)
                .bind("kind", target.kind().name())
                .bind("fixture", target.fixture())
                .bind("event", target.event())
                .bind("instrument", target.instrument())
                .bind("price", target.price())
                .bind("trade", target.trade())
                .bind("needs", needsApproval)
                .bind("gains", totals.gains())
                .bind("losses", totals.losses())
                .bind("customers", totals.customers())
                .bind("by", requester.by())
                .bind("reason", requester.reason())
                .bind("lasts", requester.lasts().toSeconds())
                .mapTo(Long.class)
                .findOne();
    }

    /** Who requests something, why, and for how long it can be approved. */
    public record Requester(String by, String reason, Duration lasts) {}

    /** Lets one request of an operator be decided at a time, until the transaction ends. */
    public static void lockRequester(Handle book, String by) {
        book.createQuery("SELECT pg_advisory_xact_lock(hashtext('corrections'), hashtext(:by))::text")
                .bind("by", by)
                .mapTo(String.class)
                .one();
    }

    /** The money that an operator has moved of late by corrections that nobody else approved. */
    public static Money executedAlone(Handle book, String by, Duration within) {
        return Money.of(book.createQuery("""
                        SELECT coalesce(sum(gains + losses), 0)::bigint FROM corrections
                        WHERE requested_by = :by AND NOT needs_approval AND state IN ('APPROVED', 'DONE')
                          AND requested_at > now() - :within * interval '1 second'
                        """)
                .bind("by", by)
                .bind("within", within.toSeconds())
                .mapTo(Long.class)
                .one());
    }

    /** Locks a correction until the transaction ends. */
    public static Optional<Correction> lock(Handle book, long id) {
        return APPROVALS.lock(book, id, (row, context) -> correction(row));
    }

    public static Optional<Correction> find(Handle book, long id) {
        return APPROVALS.find(book, id, (row, context) -> correction(row));
    }

    /** The latest first: all, or only open ones. */
    public static List<Correction> latest(Handle book, boolean isOpen, long before, int limit) {
        return book.createQuery(APPROVALS.select() + "WHERE id < :before AND (NOT :open OR " + ApprovalRepository.OPEN
                        + ") ORDER BY id DESC LIMIT :limit")
                .bind("open", isOpen)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> correction(row))
                .list();
    }

    public static void decide(Handle book, long id, Correction.State state, String by) {
        APPROVALS.decide(book, id, state.name(), by);
    }

    /** Stores the totals of a later preview, which the next approval is compared with. */
    public static void preview(Handle book, long id, CorrectionPreview.Totals totals) {
        book.createUpdate(
                        "UPDATE corrections SET gains = :gains, losses = :losses, customers = :customers WHERE id = :id AND state = 'REQUESTED'")
                .bind("gains", totals.gains())
                .bind("losses", totals.losses())
                .bind("customers", totals.customers())
                .bind("id", id)
                .execute();
    }

    /**
     * Records the outcome of an approved one.
     *
     * @param failure the slug with which the market refused it; null where it is done
     */
    public static void finish(Handle book, long id, @Nullable String failure) {
        APPROVALS.finish(book, id, failure);
    }

    /**
     * Records what came of the approved settlements of a fixture: done once a settlement of this kind has taken its first step, failed where another kind has, and failed where no
     * settlement has begun and what permitted it is over. Others stay approved. Safe to call again.
     */
    public static void concludeSettlements(Handle book, FixtureId fixture) {
        book.createUpdate("""
                        UPDATE corrections c
                        SET state = CASE WHEN s.kind = a.wanted THEN 'DONE' ELSE 'FAILED' END,
                            failure = CASE WHEN s.kind IS NULL THEN 'approval-expired' WHEN s.kind <> a.wanted THEN :other END
                        FROM (SELECT id, fixture_id, CASE kind WHEN 'VOID_FIXTURE' THEN 'VOID' ELSE 'FULL_TIME' END AS wanted
                              FROM corrections
                              WHERE fixture_id = :fixture AND kind IN ('SETTLE_FIXTURE', 'VOID_FIXTURE') AND state = 'APPROVED') a
                        LEFT JOIN fixture_settlements s ON s.fixture_id = a.fixture_id
                        LEFT JOIN fixture_settlement_overrides o ON o.fixture_id = a.fixture_id AND o.kind = a.wanted
                        WHERE c.id = a.id AND c.state = 'APPROVED'
                          AND (s.step <> 'FREEZE'
                               OR s.step IS NULL AND o.granted_at >= c.decided_at AND o.granted_at <= clock_timestamp() - interval '15 minutes')
                        """)
                .bind("fixture", fixture.value())
                .bind("other", Refusal.MARKET_OVER.slug())
                .execute();
    }

    private static Correction correction(ResultSet row) throws SQLException {
        return new Correction(
                row.getLong("id"),
                new CorrectionTarget(
                        CorrectionKind.valueOf(row.getString("kind")),
                        number(row, "fixture_id"),
                        number(row, "event_id"),
                        number(row, "instrument_id"),
                        number(row, "price"),
                        number(row, "trade_id")),
                Correction.State.valueOf(row.getString("now_state")),
                row.getBoolean("needs_approval"),
                new CorrectionPreview.Totals(row.getLong("gains"), row.getLong("losses"), row.getInt("customers")),
                ApprovalRepository.request(row),
                ApprovalRepository.decision(row));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
