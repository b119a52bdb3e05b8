package touchline.jobs.sportmonks;

import java.util.Map;
import touchline.feed.LivePoll;
import touchline.market.fixture.Fixture;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.settlement.SettlementKind;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.TouchlineJob;

/** Polls the feed once, requests due settlements, and sets the time of the next poll. */
public final class PollJob implements TouchlineJob {
    public static final JobName NAME = JobName.of("sportmonks/poll");

    private final LivePoll poll;

    public PollJob(LivePoll poll) {
        this.poll = poll;
    }

    @Override
    public JobReport run(JobRun run) throws Exception {
        LivePoll.Poll seen = poll.poll();
        for (Fixture fixture : seen.due()) {
            SettlementKind kind = fixture.phase() == MatchPhase.VOID ? SettlementKind.VOID : SettlementKind.FULL_TIME;
            String id = fixture.id().toString();
            run.request(SettleJob.NAME, id, Map.of(SettleJob.FIXTURE, id, SettleJob.KIND, kind.name()));
        }
        JobReport report = JobReport.of("fixtures", seen.seen())
                .and("live", seen.live())
                .and("applied", seen.applied())
                .and("waiting", seen.waiting())
                .and("late", seen.late())
                .and("unreadable", seen.unreadable())
                .and("broken", seen.broken())
                .nextRunIn(seen.next());
        return seen.found().isEmpty()
                ? report
                : report.saying(String.join(". ", seen.found().values()));
    }
}
