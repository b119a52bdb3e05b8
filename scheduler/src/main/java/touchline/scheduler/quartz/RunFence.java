package touchline.scheduler.quartz;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.job.FencedException;
import touchline.scheduler.job.FencingToken;
import touchline.scheduler.job.JobName;

/** A fencing token in the database: one row per job, with the token of its youngest run. */
final class RunFence implements FencingToken {
    private final JobName job;
    private final long token;

    private RunFence(JobName job, long token) {
        this.job = job;
        this.token = token;
    }

    /** Raises the job's token for a run that begins: earlier runs have no more effects. Waits for an effect in progress. */
    static RunFence raise(Jdbi jdbi, JobName job, long execution) {
        long token = jdbi.inTransaction(handle -> FenceRepository.raise(handle, job, execution));
        return new RunFence(job, token);
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public void guard(Handle effect) {
        long youngest = FenceRepository.hold(effect, job);
        if (youngest != token) {
            throw new FencedException("an effect of " + job + " was refused: its run holds token " + token
                    + ", and a later run has taken " + youngest);
        }
    }
}
