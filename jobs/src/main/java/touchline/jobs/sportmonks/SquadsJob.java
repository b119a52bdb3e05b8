package touchline.jobs.sportmonks;

import touchline.jobs.platform.job.JobName;
import touchline.jobs.platform.job.JobReport;
import touchline.jobs.platform.job.JobRun;
import touchline.jobs.platform.job.TouchlineJob;

/** Takes over the calendar and the squads of everyone in it. */
public final class SquadsJob implements TouchlineJob {
    public static final JobName NAME = JobName.of("sportmonks/squads");

    private final SquadSync sync;

    public SquadsJob(SquadSync sync) {
        this.sync = sync;
    }

    @Override
    public JobReport run(JobRun run) throws Exception {
        SquadSync.Synced synced = sync.everything();
        JobReport report = JobReport.of("fixtures", synced.fixtures())
                .and("teams", synced.teams())
                .and("instruments", synced.changedInstruments())
                .and("unreadable", synced.unreadable())
                .and("missing", synced.missing().size());
        return synced.missing().isEmpty()
                ? report
                : report.saying("PARTIAL: " + synced.missing().size() + " of " + synced.teams()
                        + " squads could not be had; the others are taken over. "
                        + String.join(". ", synced.missing()));
    }
}
