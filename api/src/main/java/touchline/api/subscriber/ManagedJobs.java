package touchline.api.subscriber;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.Managed;
import org.quartz.SchedulerException;
import touchline.scheduler.JobPlatform;

/** This node's part in running jobs, for as long as the node runs. */
public final class ManagedJobs extends HealthCheck implements Managed {
    private final JobPlatform jobs;

    public ManagedJobs(JobPlatform jobs) {
        this.jobs = jobs;
    }

    /**
     * Refuses settings under which jobs would starve each other.
     *
     * @param connections that the jobs' pool holds at most
     * @throws IllegalStateException with what is wrong and what to do
     */
    public void checkSettings(int connections) {
        jobs.checkSettings(connections);
    }

    @Override
    public void start() throws SchedulerException {
        jobs.start();
    }

    @Override
    public void stop() throws SchedulerException, InterruptedException {
        jobs.stop();
    }

    @Override
    protected Result check() {
        return jobs.complaint()
                .map(why -> Result.builder()
                        .unhealthy()
                        .withMessage("%s does not fire: %s", jobs.identity().node(), why)
                        .build())
                .orElseGet(() -> Result.healthy("%s fires", jobs.identity().node()));
    }
}
