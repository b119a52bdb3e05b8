package touchline.api.ops.correction;

import java.util.Map;
import java.util.Optional;
import touchline.api.problem.ProblemException;
import touchline.jobs.sportmonks.SettleJob;
import touchline.market.Refusal;
import touchline.market.approval.ApprovalDecision;
import touchline.market.correction.Correction;
import touchline.market.correction.CorrectionPreviews;
import touchline.market.correction.SettlementRequests;
import touchline.market.matchfeed.FixtureId;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementStep;
import touchline.market.settlement.status.SettlementProgressQuery;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.JobOperations;

/** Settlements that were approved as corrections: runs of the job that settles. Thread-safe. */
final class ApprovedSettlements implements SettlementRequests {
    private final JobOperations jobs;
    private final SettlementProgressQuery settlements;
    private final CorrectionPreviews previews;

    ApprovedSettlements(JobOperations jobs, SettlementProgressQuery settlements, CorrectionPreviews previews) {
        this.jobs = jobs;
        this.settlements = settlements;
        this.previews = previews;
    }

    /** Throws refused if its effect is another than was approved: prices of a match that goes on move, and an approval may be executed hours later. */
    @Override
    public Optional<Refusal> request(FixtureId fixture, SettlementKind kind, Correction correction) {
        Optional<SettlementProgressQuery.Course> begun =
                settlements.find(fixture).filter(course -> course.step() != SettlementStep.FREEZE);
        if (begun.isPresent()) {
            return begun.get().kind() == kind ? Optional.empty() : Optional.of(Refusal.MARKET_OVER);
        }
        if (previews.of(correction.target()).totals().differsMateriallyFrom(correction.totals())) {
            throw ProblemException.refused("Its effect has changed since it was approved. Request it again.");
        }
        CommandResult<JobOperations.Triggered> result = jobs.triggerApproved(
                SettleJob.NAME,
                Map.of(
                        SettleJob.FIXTURE_PARAMETER.name(),
                        fixture.toString(),
                        SettleJob.KIND_PARAMETER.name(),
                        kind.name()),
                new Attribution(
                        author(correction),
                        correction.reference() + ": " + correction.request().reason()));
        if (result instanceof CommandResult.Done) {
            return Optional.empty();
        }
        return Optional.of(result instanceof CommandResult.Invalid ? Refusal.NOT_FOUND : refusal(fixture));
    }

    /** Who has decided: the audit has the requester with the correction. */
    private static Actor author(Correction correction) {
        ApprovalDecision decision = correction.decision();
        return new Actor(decision == null ? correction.request().by() : decision.by(), "");
    }

    /** It is settled meanwhile, or no node can run the job now. */
    private Refusal refusal(FixtureId fixture) {
        return settlements.find(fixture).isPresent() ? Refusal.MARKET_OVER : Refusal.UNAVAILABLE;
    }
}
