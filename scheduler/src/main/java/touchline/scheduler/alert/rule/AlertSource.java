package touchline.scheduler.alert.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Provides conditions from outside the platform. Thread-safe. */
public interface AlertSource {
    /** Alerts of one condition that are open at a time. */
    int MOST = 20;

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
     * The first conditions by subject, and one that counts the others: what affects all matches or records at once must not send a message for each.
     */
    static List<Condition> few(List<Condition> all) {
        if (all.size() <= MOST) {
            return all;
        }
        List<Condition> sorted =
                all.stream().sorted(Comparator.comparing(Condition::subject)).toList();
        List<Condition> few = new ArrayList<>(sorted.subList(0, MOST - 1));
        few.add(new Condition(
                "others",
                sorted.size() - few.size() + " more of the same kind, among them "
                        + sorted.get(MOST - 1).subject() + ": "
                        + sorted.get(MOST - 1).summary()));
        return List.copyOf(few);
    }

    /**
     * A condition.
     *
     * @param subject its subject; at most one alert per subject is open
     * @param summary in words, with its numbers
     */
    record Condition(String subject, String summary) {}
}
