package touchline.jobs.sportmonks;

import touchline.jobs.platform.JobName;
import touchline.jobs.platform.JobReport;
import touchline.jobs.platform.JobRun;
import touchline.jobs.platform.TouchlineJob;
import touchline.market.fixture.FixtureId;
import touchline.market.settlement.Settlement;
import touchline.market.settlement.SettlementKind;

/** Settles one fixture, from wherever its settlement stands. */
public final class SettleJob implements TouchlineJob {
    public static final JobName NAME = JobName.of("sportmonks/settle");

    static final String FIXTURE = "fixture";
    static final String KIND = "kind";

    private final Settlement settlement;

    public SettleJob(Settlement settlement) {
        this.settlement = settlement;
    }

    @Override
    public JobReport run(JobRun run) {
        FixtureId fixture = FixtureId.parse(run.required(FIXTURE));
        SettlementKind kind = SettlementKind.valueOf(run.required(KIND));
        boolean settled = settlement.settle(fixture, kind, step -> run.progress(step.name()));
        return settled ? JobReport.of("settled", 1) : JobReport.skipped("it is settled");
    }
}
