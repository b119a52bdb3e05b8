package touchline.scheduler.job;

/** An effect of a run is refused because a later run of its job has begun. */
public final class FencedException extends RuntimeException {
    public FencedException(String message) {
        super(message);
    }
}
