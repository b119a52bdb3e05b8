package touchline.scheduler.job;

/** Bounded, idempotent work. Called on a worker thread, concurrently unless the job is declared exclusive. */
@FunctionalInterface
public interface TouchlineJob {

    /**
     * Runs the job.
     *
     * @throws Exception if it fails; the run is recorded as failed
     */
    JobReport run(JobRun run) throws Exception;
}
