package touchline.jobs.sportmonks;

import touchline.feed.SquadSync;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.TouchlineJob;

/** Imports the calendar and the squads of its teams. */
final class SquadsJob implements TouchlineJob {
    static final JobName NAME = JobName.of("sportmonks/squads");

    private final SquadSync sync;

    SquadsJob(SquadSync sync) {
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
                        + " squads could not be fetched; the others are imported. "
                        + String.join(". ", synced.missing()));
    }
}
