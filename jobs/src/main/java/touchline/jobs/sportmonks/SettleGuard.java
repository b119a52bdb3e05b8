package touchline.jobs.sportmonks;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import touchline.market.correction.CorrectionRepository;
import touchline.market.correction.ForcedSettlements;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;
import touchline.market.settlement.SettlementDecision;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementOverrideRepository;
import touchline.market.settlement.SettlementPreviews;
import touchline.market.wallet.UserId;
import touchline.scheduler.guard.Guard;
import touchline.scheduler.guard.RunCheck;

/** Refuses an operator's settlement of a match that is not over, unless it is a correction, or an admin forces one that is small enough. The settlement checks the same again. */
final class SettleGuard implements Guard {
    private final Guard pause;
    private final SettlementPreviews previews;
    private final ForcedSettlements forced;

    /**
     * Creates a guard.
     *
     * @param pause the guard of pauses
     */
    SettleGuard(Guard pause, SettlementPreviews previews, ForcedSettlements forced) {
        this.pause = pause;
        this.previews = previews;
        this.forced = forced;
    }

    @Override
    public Optional<String> objection() {
        return pause.objection();
    }

    @Override
    public RunCheck beforeRun(Map<String, String> parameters) {
        Optional<SettlementPreviews.Preview> preview = previews.of(fixture(parameters), kind(parameters));
        if (preview.isEmpty()) {
            return new RunCheck.Invalid(Map.of(SettleJob.FIXTURE, "no fixture has this id"));
        }
        SettlementDecision decision = preview.get().decision();
        if (decision instanceof SettlementDecision.Refused refused) {
            return new RunCheck.Refused(refused.why());
        }
        if (decision instanceof SettlementDecision.Guarded guarded) {
            return new RunCheck.NeedsApproval(
                    guarded.why() + ". " + preview.get().words(),
                    "An admin may force it, or request it as a correction of the kind SETTLE_FIXTURE or VOID_FIXTURE");
        }
        return new RunCheck.Fine();
    }

    @Override
    public Optional<String> beforeForce(Handle handle, Map<String, String> parameters, String actor, String reason) {
        Map<UserId, Money> effects = previews.of(fixture(parameters), kind(parameters))
                .map(SettlementPreviews.Preview::effects)
                .orElse(Map.of());
        return forced.record(
                handle,
                fixture(parameters),
                kind(parameters),
                effects,
                new CorrectionRepository.Requester(actor, reason, Duration.ZERO));
    }

    @Override
    public void force(Handle handle, Map<String, String> parameters, String actor, String reason) {
        SettlementOverrideRepository.insert(handle, fixture(parameters), kind(parameters), actor, reason);
    }

    private static FixtureId fixture(Map<String, String> parameters) {
        return FixtureId.parse(parameters.getOrDefault(SettleJob.FIXTURE, ""));
    }

    private static SettlementKind kind(Map<String, String> parameters) {
        return SettlementKind.valueOf(parameters.getOrDefault(SettleJob.KIND, ""));
    }
}
