package touchline.api.ops.correction;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.api.ops.command.FourEyes;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.market.Refusal;
import touchline.market.Rejection;
import touchline.market.approval.ApprovalDecision;
import touchline.market.correction.Correction;
import touchline.market.correction.CorrectionExecution;
import touchline.market.correction.CorrectionKind;
import touchline.market.correction.CorrectionPreview;
import touchline.market.correction.CorrectionPreviews;
import touchline.market.correction.CorrectionRepository;
import touchline.market.correction.CorrectionTarget;
import touchline.market.correction.SoloAllowance;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;
import touchline.market.recovery.Epoch;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.operation.Attribution;

/**
 * Corrections and their four eyes: small ones are executed with their request, larger ones once another operator approves them. The decision is committed before the market changes,
 * and the market changes once: a node that dies in between leaves an approved correction, which approving it again executes. Thread-safe.
 */
final class CorrectionDesk {
    private static final Duration LASTS = Duration.ofHours(4);

    /** Less than the day for which the market keeps what it answered: later, executing it again could do it twice. */
    private static final Duration REPEATABLE = Duration.ofHours(12);

    private final Jdbi jdbi;
    private final CorrectionPreviews previews;
    private final CorrectionExecution execution;
    private final SoloAllowance solo;
    private final FourEyes fourEyes;
    private final Clock clock;

    /**
     * Creates a desk.
     *
     * @param solo above it another operator has to approve
     */
    CorrectionDesk(
            Jdbi jdbi,
            CorrectionPreviews previews,
            CorrectionExecution execution,
            SoloAllowance solo,
            FourEyes fourEyes,
            Clock clock) {
        this.jdbi = jdbi;
        this.previews = previews;
        this.execution = execution;
        this.solo = solo;
        this.fourEyes = fourEyes;
        this.clock = clock;
    }

    List<Correction> latest(boolean isOpen, long before, int limit) {
        return jdbi.withHandle(book -> CorrectionRepository.latest(book, isOpen, before, limit));
    }

    Correction find(long id) {
        return jdbi.withHandle(book -> CorrectionRepository.find(book, id)).orElseThrow(FourEyes::notFound);
    }

    CorrectionPreview preview(CorrectionTarget target) {
        return previews.of(target);
    }

    SoloAllowance.Allowance allowance(String requester) {
        return jdbi.withHandle(book -> solo.of(book, requester));
    }

    /**
     * Requests a correction; where it is small enough, executes it.
     *
     * @throws ProblemException refused, if it can't be done; or why the market refuses it
     */
    Correction request(CorrectionTarget target, Attribution order) {
        CorrectionPreview preview = possible(target);
        String requester = order.actor().name();
        Correction requested = jdbi.inTransaction(book -> {
            CorrectionRepository.lockRequester(book, requester);
            boolean needs = solo.of(book, requester).isExceededBy(preview.totals());
            long id = CorrectionRepository.add(
                            book,
                            target,
                            preview.totals(),
                            needs,
                            new CorrectionRepository.Requester(requester, order.reason(), LASTS))
                    .orElseThrow(() ->
                            ProblemException.refused("It is cancelled already, or a request to cancel it is open."));
            Correction one = CorrectionRepository.lock(book, id).orElseThrow();
            audit(book, needs ? "request-correction" : "correct", one, order);
            return one;
        });
        return requested.needsApproval() ? requested : execute(requested);
    }

    /**
     * Approves a correction of another operator, and executes it.
     *
     * @throws ProblemException not-found; refused, if it can't be approved by this operator or any more, or if its effect is another than its requester saw; or why the market refuses it
     */
    Correction approve(long id, Attribution order) {
        Correction seen = find(id);
        Optional<CorrectionPreview.Totals> changed = seen.state() == Correction.State.REQUESTED
                ? Optional.of(possible(seen.target()).totals()).filter(now -> now.differsMateriallyFrom(seen.totals()))
                : Optional.empty();
        Correction approved = jdbi.inTransaction(book -> {
            Correction one = CorrectionRepository.lock(book, id).orElseThrow(FourEyes::notFound);
            if (one.state() == Correction.State.APPROVED) {
                return repeatable(book, one);
            }
            FourEyes.requireOpen("correction", one.state());
            fourEyes.requireAnother(book, "operator", one.request(), order);
            if (changed.isPresent()) {
                CorrectionRepository.preview(book, id, changed.get());
                return one;
            }
            CorrectionRepository.decide(
                    book, id, Correction.State.APPROVED, order.actor().name());
            audit(book, "approve-correction", one, order);
            return CorrectionRepository.lock(book, id).orElseThrow();
        });
        if (approved.state() != Correction.State.APPROVED) {
            throw ProblemException.refused(
                    "Its effect has changed since it was requested. Look at it as it is now, then approve it again.");
        }
        return execute(approved);
    }

    /** Refuses a correction; who has requested it may withdraw it. Throws as {@link #approve}. */
    Correction refuse(long id, Attribution order) {
        return jdbi.inTransaction(book -> {
            Correction one = CorrectionRepository.lock(book, id).orElseThrow(FourEyes::notFound);
            FourEyes.requireOpen("correction", one.state());
            CorrectionRepository.decide(
                    book, id, Correction.State.REFUSED, order.actor().name());
            audit(book, "refuse-correction", one, order);
            return CorrectionRepository.lock(book, id).orElseThrow();
        });
    }

    private Correction execute(Correction approved) {
        Optional<Refusal> refusal = execution.execute(approved);
        // Not decided, or to be tried again: it stays approved.
        boolean isOpen = refusal.filter(why -> why == Refusal.UNAVAILABLE || why == Refusal.INSTRUMENT_FROZEN)
                .isPresent();
        if (refusal.isEmpty() && approved.target().kind().isSettlement()) {
            // The run that is requested concludes it.
            jdbi.useTransaction(book -> CorrectionRepository.concludeSettlements(
                    book, FixtureId.of(approved.target().fixtureId())));
        } else if (!isOpen) {
            jdbi.useHandle(book -> CorrectionRepository.finish(
                    book, approved.id(), refusal.map(Refusal::slug).orElse(null)));
        }
        refusal.ifPresent(why -> {
            throw new ProblemException(Problems.refused(Rejection.of(why)));
        });
        return find(approved.id());
    }

    /** Where the market no longer knows whether it has executed a correction, a person has to look. */
    private Correction repeatable(Handle book, Correction one) {
        ApprovalDecision decision = one.decision();
        if (decision == null || decision.at().plus(REPEATABLE).isBefore(clock.instant())) {
            throw ProblemException.refused("It was approved too long ago to be executed again. " + whereToLook(one));
        }
        if (decision.at().isBefore(Epoch.builtAt(book))) {
            throw ProblemException.refused(
                    "Redis was rebuilt since it was approved, so it is not known whether it was executed. "
                            + whereToLook(one));
        }
        return one;
    }

    private static String whereToLook(Correction one) {
        CorrectionKind kind = one.target().kind();
        if (kind.isSettlement()) {
            return "Look at the settlement of the match.";
        }
        return kind == CorrectionKind.CANCEL_ORDER
                ? "Look for an order of the user with the source CORRECTION."
                : "Look into the ledger for \"" + one.reference() + "\".";
    }

    private CorrectionPreview possible(CorrectionTarget target) {
        CorrectionPreview preview = previews.of(target);
        String objection = preview.objection();
        if (objection != null) {
            throw ProblemException.refused(objection);
        }
        return preview;
    }

    private static void audit(Handle book, String action, Correction one, Attribution order) {
        AuditLog.write(
                book,
                order.actor(),
                new AuditLog.Change(action, one.target().subject(), order.reason()),
                Map.of("state", one.state().name(), "requestedBy", one.request().by()),
                Map.of(
                        "correction", Long.toString(one.id()),
                        "kind", one.target().kind().name(),
                        "gains", Money.of(one.totals().gains()).toString(),
                        "losses", Money.of(one.totals().losses()).toString()));
    }
}
