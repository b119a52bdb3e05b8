package touchline.scheduler.job;

/** A run wanted to have an effect, but a later run of its job has begun since. */
public final class FencedException extends RuntimeException {
    public FencedException(String message) {
        super(message);
    }
}
