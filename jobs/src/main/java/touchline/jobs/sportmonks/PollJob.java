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
final class PollJob implements TouchlineJob {
    static final JobName NAME = JobName.of("sportmonks/poll");

    private final LivePoll poll;

    PollJob(LivePoll poll) {
        this.poll = poll;
    }

    @Override
    public JobReport run(JobRun run) throws Exception {
        LivePoll.Poll polled = poll.poll();
        LivePoll.Counts counts = polled.counts();
        for (Fixture fixture : polled.due()) {
            SettlementKind kind = fixture.phase() == MatchPhase.VOID ? SettlementKind.VOID : SettlementKind.FULL_TIME;
            String id = fixture.id().toString();
            run.request(SettleJob.NAME, id, Map.of(SettleJob.FIXTURE, id, SettleJob.KIND, kind.name()));
        }
        JobReport report = JobReport.of("fixtures", counts.seen())
                .and("live", counts.live())
                .and("applied", counts.applied())
                .and("waiting", counts.waiting())
                .and("late", counts.late())
                .and("unreadable", counts.unreadable())
                .and("broken", counts.broken())
                .nextRunIn(polled.next());
        return polled.found().isEmpty()
                ? report
                : report.saying(String.join(". ", polled.found().values()));
    }
}
