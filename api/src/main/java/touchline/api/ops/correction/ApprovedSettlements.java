package touchline.api.ops.correction;

import java.util.Map;
import java.util.Optional;
import touchline.jobs.sportmonks.SettleJob;
import touchline.market.Refusal;
import touchline.market.approval.ApprovalDecision;
import touchline.market.correction.Correction;
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

    ApprovedSettlements(JobOperations jobs, SettlementProgressQuery settlements) {
        this.jobs = jobs;
        this.settlements = settlements;
    }

    @Override
    public Optional<Refusal> request(FixtureId fixture, SettlementKind kind, Correction correction) {
        Optional<SettlementProgressQuery.Course> begun =
                settlements.find(fixture).filter(course -> course.step() != SettlementStep.FREEZE);
        if (begun.isPresent()) {
            return begun.get().kind() == kind ? Optional.empty() : Optional.of(Refusal.MARKET_OVER);
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
