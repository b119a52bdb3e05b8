package touchline.api.ops.customer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.api.ops.command.FourEyes;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.market.Refusal;
import touchline.market.TradeOutcome;
import touchline.market.customer.Adjustment;
import touchline.market.customer.AdjustmentBooking;
import touchline.market.customer.AdjustmentRepository;
import touchline.market.money.Money;
import touchline.market.wallet.UserId;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.operation.Attribution;

/**
 * Adjustments of customers' cash: one admin requests, another approves or refuses. The approval is committed before the money moves, and the money moves once: a node
 * that dies in between leaves an approved adjustment, which approving it again books. Thread-safe.
 */
final class AdjustmentDesk {
    private static final Duration LASTS = Duration.ofHours(24);

    private final Jdbi jdbi;
    private final AdjustmentBooking booking;
    private final FourEyes fourEyes;

    AdjustmentDesk(Jdbi jdbi, AdjustmentBooking booking, FourEyes fourEyes) {
        this.jdbi = jdbi;
        this.booking = booking;
        this.fourEyes = fourEyes;
    }

    List<Adjustment> latest(@Nullable UserId user, boolean isOpen, long before, int limit) {
        return jdbi.withHandle(book -> AdjustmentRepository.latest(book, user, isOpen, before, limit));
    }

    Adjustment request(UserId user, Money amount, Attribution order) {
        return jdbi.inTransaction(book -> {
            long id = AdjustmentRepository.add(book, user, amount, order.actor().name(), order.reason(), LASTS);
            AuditLog.write(
                    book,
                    order.actor(),
                    new AuditLog.Change("request-adjustment", CustomerDesk.subject(user), order.reason()),
                    null,
                    Map.of("adjustment", Long.toString(id), "amount", amount.toString()));
            return AdjustmentRepository.lock(book, id).orElseThrow();
        });
    }

    /**
     * Approves an adjustment of another admin, and moves the money.
     *
     * @throws ProblemException not-found; refused, if it can't be approved by this admin or any more; or why the market refuses it
     */
    Adjustment approve(long id, Attribution order) {
        Adjustment approved = jdbi.inTransaction(book -> {
            Adjustment one = AdjustmentRepository.lock(book, id).orElseThrow(FourEyes::notFound);
            if (one.state() == Adjustment.State.APPROVED) {
                return one; // its node died before the money moved
            }
            FourEyes.requireOpen("adjustment", one.state());
            fourEyes.requireAnother(book, "admin", one.request(), order);
            AdjustmentRepository.decide(
                    book, id, Adjustment.State.APPROVED, order.actor().name());
            audit(book, "approve-adjustment", one, order);
            return one;
        });
        boolean isInLedger = jdbi.withHandle(book -> AdjustmentRepository.isInLedger(book, approved));
        if (!isInLedger && booking.book(approved) instanceof TradeOutcome.Refused<Money> refusal) {
            if (refusal.why() != Refusal.UNAVAILABLE) {
                jdbi.useHandle(book ->
                        AdjustmentRepository.finish(book, id, refusal.why().slug()));
            }
            throw new ProblemException(Problems.refused(refusal.rejection()));
        }
        return jdbi.inTransaction(book -> {
            AdjustmentRepository.finish(book, id, null);
            return AdjustmentRepository.lock(book, id).orElseThrow();
        });
    }

    /** Refuses an adjustment; who has requested it may withdraw it. Throws as {@link #approve}. */
    Adjustment refuse(long id, Attribution order) {
        return jdbi.inTransaction(book -> {
            Adjustment one = AdjustmentRepository.lock(book, id).orElseThrow(FourEyes::notFound);
            FourEyes.requireOpen("adjustment", one.state());
            AdjustmentRepository.decide(
                    book, id, Adjustment.State.REFUSED, order.actor().name());
            audit(book, "refuse-adjustment", one, order);
            return AdjustmentRepository.lock(book, id).orElseThrow();
        });
    }

    private static void audit(Handle book, String action, Adjustment one, Attribution order) {
        AuditLog.write(
                book,
                order.actor(),
                new AuditLog.Change(action, CustomerDesk.subject(one.user()), order.reason()),
                Map.of("state", one.state().name(), "requestedBy", one.request().by()),
                Map.of(
                        "adjustment",
                        Long.toString(one.id()),
                        "amount",
                        one.amount().toString()));
    }
}
