package touchline.scheduler.alert.rule;

import java.util.List;
import java.util.Optional;

/** Provides conditions from outside the platform. Thread-safe. */
public interface AlertSource {

    /** The condition's name in rules, as in {@code dead-letters}. */
    String on();

    /**
     * Returns current conditions; an empty list if all is well. Called every two seconds on every node, so it has to answer within a second. If it
     * throws, no alert opens or closes.
     */
    List<Condition> now();

    /** The same while the database is out of reach; empty if nothing can be known without it. May throw. */
    default Optional<List<Condition>> nowWithoutDatabase() {
        return Optional.empty();
    }

    /**
     * A condition.
     *
     * @param subject its subject; at most one alert per subject is open
     * @param summary in words, with its numbers
     */
    record Condition(String subject, String summary) {}
}
