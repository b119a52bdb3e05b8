package touchline.jobs.platform;

/** How a run ended. */
enum Outcome {
    SUCCEEDED,
    FAILED,
    SKIPPED,
    INTERRUPTED
}
