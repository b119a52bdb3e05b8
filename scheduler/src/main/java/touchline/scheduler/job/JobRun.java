package touchline.scheduler.job;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run, as its job sees it. Not to be used after the run has ended. */
public interface JobRun {
    JobName job();

    /** The run's id in the history. */
    long execution();

    /** The scheduled time. With the job it identifies the run: a recovered run has the time of the lost one. */
    Instant scheduledFor();

    /** 1, or more after failed runs. */
    int attempt();

    @Nullable
    String parameter(String name);

    /**
     * Returns a required parameter.
     *
     * @throws IllegalArgumentException if it is missing
     */
    String required(String name);

    /**
     * Returns the fencing token.
     *
     * @throws IllegalStateException if the job isn't declared exclusive
     */
    FencingToken fence();

    /** Reports progress; operators see it within a second. */
    void progress(String words);

    /**
     * Reports progress with a percentage.
     *
     * @param percent 0 to 100
     */
    void progress(int percent, String words);

    /** Adds a line to the run's log, which also contains what its thread logs through SLF4J. */
    void log(String line);

    /**
     * Requests one run of another on-demand job, as soon as possible. A second request under the same name does nothing until the first is done.
     *
     * @param subject the subject of that run; with the job it names the request
     * @return whether it is a new request
     * @throws IllegalStateException if the store can't be reached
     */
    boolean request(JobName other, String subject, Map<String, String> parameters);
}
