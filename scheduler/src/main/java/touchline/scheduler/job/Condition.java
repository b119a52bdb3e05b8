package touchline.scheduler.job;

/**
 * The condition under which a node runs a job.
 *
 * @param words as in {@code SPORTMONKS_API_KEY is set}; empty if there is none
 * @param holds whether it holds on this node
 */
public record Condition(String words, boolean holds) {
    public static final Condition ALWAYS = new Condition("", true);
}
