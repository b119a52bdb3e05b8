package touchline.scheduler.alert.rule;

import java.util.List;

/** Knows of something that rules can be on and the platform can't know by itself. Thread-safe. */
public interface AlertSource {

    /** What rules are on, as in {@code dead-letters}. */
    String on();

    /**
     * What is so just now; nothing, where all is well. Called every two seconds on every node, so it answers within a second. Where it throws, nothing is
     * known: no alert is opened and none closed.
     */
    List<Condition> now();

    /**
     * Something that is so.
     *
     * @param subject what it is about; one alert a subject is open at a time
     * @param summary in words, with its numbers
     */
    record Condition(String subject, String summary) {}
}
