package touchline.scheduler.alert.rule;

import java.util.List;

/** Provides conditions from outside the platform. Thread-safe. */
public interface AlertSource {

    /** The condition's name in rules, as in {@code dead-letters}. */
    String on();

    /**
     * Returns current conditions; an empty list if all is well. Called every two seconds on every node, so it has to answer within a second. If it
     * throws, no alert opens or closes.
     */
    List<Condition> now();

    /**
     * A condition.
     *
     * @param subject its subject; at most one alert per subject is open
     * @param summary in words, with its numbers
     */
    record Condition(String subject, String summary) {}
}
