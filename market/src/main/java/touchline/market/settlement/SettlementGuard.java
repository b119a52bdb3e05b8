package touchline.market.settlement;

import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;

/**
 * Decides whether a fixture may be settled: at full time once it has been over for long enough, void once it has been abandoned for long enough, and otherwise
 * only where an admin has forced it. {@link Settlement} asks before anything is frozen, on every path. Thread-safe.
 */
public final class SettlementGuard {
    private final SettlementCandidateQuery candidates;
    private final Duration settleAfter;

    /**
     * Creates a guard.
     *
     * @param settleAfter how long every poll has to have shown a match over
     */
    public SettlementGuard(Jdbi jdbi, Duration settleAfter) {
        this.candidates = new SettlementCandidateQuery(jdbi);
        this.settleAfter = settleAfter;
    }

    public SettlementDecision decide(FixtureId fixture, SettlementKind kind) {
        return candidates
                .find(fixture, kind)
                .map(candidate -> decide(candidate, kind))
                .orElseGet(SettlementDecision.NoSuchFixture::new);
    }

    private SettlementDecision decide(SettlementCandidateQuery.Candidate candidate, SettlementKind kind) {
        String name = candidate.name();
        SettlementCandidateQuery.BegunSettlement begun = candidate.begun();
        if (begun != null && begun.step() == SettlementStep.DONE) {
            return new SettlementDecision.Refused(name + " is settled since " + begun.settledAt());
        }
        if (begun != null && begun.kind() != kind) {
            return new SettlementDecision.Refused(name + " is being settled as " + begun.kind() + " already");
        }
        if (begun != null && begun.step() != SettlementStep.FREEZE) {
            return new SettlementDecision.Allowed(false);
        }
        if (candidate.isForced()) {
            return new SettlementDecision.Allowed(true);
        }
        String objection = objection(candidate.match(), kind);
        return objection == null
                ? new SettlementDecision.Allowed(false)
                : new SettlementDecision.Guarded(name + " " + objection);
    }

    private @Nullable String objection(SettlementCandidateQuery.MatchState match, SettlementKind kind) {
        MatchPhase phase = match.phase();
        String state = "is in state " + match.state() + (match.minute() == null ? "" : ", minute " + match.minute());
        if (!phase.isOver()) {
            return state + (match.wentLive() ? ": it is not over" : ": it has not begun");
        }
        if (kind == SettlementKind.FULL_TIME && phase != MatchPhase.FINISHED) {
            return state + ": it has no full time, it is void";
        }
        if (kind == SettlementKind.VOID && phase != MatchPhase.VOID) {
            return state + ": it was played to its end, it is not void";
        }
        if (kind == SettlementKind.VOID && !match.wentLive()) {
            return state + ": it was never played, so nothing in it is to be given back";
        }
        if (match.overSince() == null
                || match.polledAt().isBefore(match.overSince().plus(settleAfter))) {
            return state + ": the polls have not shown it so for " + settleAfter.toSeconds()
                    + " s yet, and the feed may take it back";
        }
        return null;
    }
}
