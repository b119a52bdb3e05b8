package touchline.jobs.platform;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;

/** One run of a job, to the job. */
public final class JobRun {
    private final JobName job;
    private final Instant scheduledFor;
    private final int attempt;
    private final Map<String, String> parameters;
    private final Consumer<String> progress;
    private final JobRequests requests;

    JobRun(
            JobName job,
            Instant scheduledFor,
            int attempt,
            Map<String, String> parameters,
            Consumer<String> progress,
            JobRequests requests) {
        this.job = job;
        this.scheduledFor = scheduledFor;
        this.attempt = attempt;
        this.parameters = Map.copyOf(parameters);
        this.progress = progress;
        this.requests = requests;
    }

    public JobName job() {
        return job;
    }

    /** When it was to run. With the job it names the run: a run taken up from a dead node carries the dead one's. */
    public Instant scheduledFor() {
        return scheduledFor;
    }

    /** 1, or more where the runs before failed. */
    public int attempt() {
        return attempt;
    }

    public @Nullable String parameter(String name) {
        return parameters.get(name);
    }

    /**
     * What it can't do without.
     *
     * @throws IllegalArgumentException if it is missing
     */
    public String required(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(job + " needs the parameter " + name);
        }
        return value;
    }

    /** Says how far it is; seen by whoever looks at the run. */
    public void progress(String words) {
        progress.accept(words);
    }

    /**
     * Asks for one run of another job that runs on demand, as soon as possible. Asked for again under the same name before it is done,
     * nothing happens.
     *
     * @param subject what that run is about; with the job it names the request
     * @return whether it is a new request
     */
    public boolean request(JobName other, String subject, Map<String, String> parameters) throws SchedulerException {
        return requests.request(other, subject, Instant.now(), parameters);
    }
}
