package touchline.jobs.sportmonks;

import java.util.stream.Stream;
import touchline.market.correction.ForcedSettlements;
import touchline.market.matchfeed.FixtureId;
import touchline.market.settlement.Settlement;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementRefusedException;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.Parameter;
import touchline.scheduler.job.TouchlineJob;

/** Settles one fixture, from the step that it has reached. */
public final class SettleJob implements TouchlineJob {
    public static final JobName NAME = JobName.of("sportmonks/settle");

    /** What it takes. */
    public static final Parameter FIXTURE_PARAMETER =
            Parameter.whole("fixture", "the fixture's id", 1, 999_999_999_999_999_999L);

    public static final Parameter KIND_PARAMETER = Parameter.choice(
            "kind",
            "FULL_TIME settles at the prices of the whistle, VOID closes positions at their entry and takes back what the match did to prices",
            Stream.of(SettlementKind.values()).map(SettlementKind::name).toList());

    static final String FIXTURE = FIXTURE_PARAMETER.name();
    static final String KIND = KIND_PARAMETER.name();

    private final Settlement settlement;
    private final ForcedSettlements forced;

    public SettleJob(Settlement settlement, ForcedSettlements forced) {
        this.settlement = settlement;
        this.forced = forced;
    }

    @Override
    public JobReport run(JobRun run) {
        FixtureId fixture = FixtureId.parse(run.required(FIXTURE));
        SettlementKind kind = SettlementKind.valueOf(run.required(KIND));
        try {
            boolean settled = settlement.settle(fixture, kind, step -> run.progress(step.name()));
            forced.conclude(fixture);
            return settled ? JobReport.of("settled", 1) : JobReport.skipped("it is settled");
        } catch (SettlementRefusedException refused) {
            // A retry would be refused too; the poll requests it when the match is over.
            forced.conclude(fixture);
            return JobReport.skipped(String.valueOf(refused.getMessage()));
        }
    }
}
