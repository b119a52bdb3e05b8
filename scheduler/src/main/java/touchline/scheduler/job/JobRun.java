package touchline.scheduler.job;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of a job, to the job. Not to be used after the run has ended. */
public interface JobRun {
    JobName job();

    /** Names this run in the history. */
    long execution();

    /** When it was to run. With the job it names the run: a run taken up from a dead node carries the dead one's. */
    Instant scheduledFor();

    /** 1, or more where the runs before failed. */
    int attempt();

    @Nullable
    String parameter(String name);

    /**
     * What it can't do without.
     *
     * @throws IllegalArgumentException if it is missing
     */
    String required(String name);

    /**
     * By what right it acts.
     *
     * @throws IllegalStateException if the job isn't declared exclusive
     */
    FencingToken fence();

    /** Says how far it is; seen by whoever looks at the run, within a second. */
    void progress(String words);

    /**
     * The same, with a number.
     *
     * @param percent 0 to 100
     */
    void progress(int percent, String words);

    /** Adds a line to the run's own log. What the run logs through SLF4J on its thread is there too. */
    void log(String line);

    /**
     * Asks for one run of another job that runs on demand, as soon as possible. Asked for again under the same name before it is done,
     * nothing happens.
     *
     * @param subject what that run is about; with the job it names the request
     * @return whether it is a new request
     * @throws IllegalStateException if the store can't be reached
     */
    boolean request(JobName other, String subject, Map<String, String> parameters);
}
