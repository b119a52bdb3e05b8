package touchline.scheduler.job;

/**
 * Under what condition a node runs a job at all.
 *
 * @param words what has to be so, as in {@code SPORTMONKS_API_KEY is set}; empty where nothing has
 * @param holds whether it is so on this node
 */
public record Condition(String words, boolean holds) {
    public static final Condition ALWAYS = new Condition("", true);
}
