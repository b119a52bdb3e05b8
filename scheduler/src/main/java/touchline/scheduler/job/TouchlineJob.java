package touchline.scheduler.job;

/** Bounded work that is safe to do twice. Called on a worker thread, by several at once unless declared exclusive. */
@FunctionalInterface
public interface TouchlineJob {

    /**
     * Does it.
     *
     * @return what was done
     * @throws Exception if it could not be done; the run is recorded as failed
     */
    JobReport run(JobRun run) throws Exception;
}
