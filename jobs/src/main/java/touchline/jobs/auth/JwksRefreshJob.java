package touchline.jobs.auth;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import touchline.jobs.auth.JwksRefresh.Because;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.Parameter;
import touchline.scheduler.job.TouchlineJob;

/** Fetches Google's signing keys for all nodes. */
public final class JwksRefreshJob implements TouchlineJob {
    public static final JobName NAME = JobName.of("auth/jwks-refresh");

    /** If it is left out, keys are fetched in any case. */
    public static final Parameter BECAUSE = Parameter.choice(
                    "because",
                    "why the keys may be missing or old; nothing is fetched if they are not",
                    List.of(Because.NONE_THERE.name(), Because.UNKNOWN_KEY.name()))
            .optional();

    private final JwksRefresh refresh;

    public JwksRefreshJob(JwksRefresh refresh) {
        this.refresh = refresh;
    }

    @Override
    public JobReport run(JobRun run) throws IOException, InterruptedException {
        String because = run.parameter(BECAUSE.name());
        Optional<String> needless = refresh.needless(because == null ? Because.DUE : Because.valueOf(because));
        return needless.isPresent()
                ? JobReport.skipped(needless.get())
                : JobReport.of("keys", refresh.refresh(run.fence()));
    }
}
