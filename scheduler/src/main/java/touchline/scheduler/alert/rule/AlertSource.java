package touchline.scheduler.alert.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Provides conditions from outside the platform. Thread-safe. */
public interface AlertSource {
    /** Alerts of one condition that new subjects open; those that are open already stay open for as long as their conditions hold. */
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
     * Returns conditions that have an open alert, the first of the others by subject, and one that counts the rest: what affects all matches or records at once must
     * not send a message for each, and no alert may close while its condition holds.
     *
     * @param open the subjects of the open alerts
     */
    static List<Condition> few(List<Condition> all, Set<String> open) {
        if (all.size() <= MOST) {
            return all;
        }
        List<Condition> sorted = all.stream()
                .sorted(Comparator.comparing((Condition one) -> !open.contains(one.subject()))
                        .thenComparing(Condition::subject))
                .toList();
        long lasting = all.stream().filter(one -> open.contains(one.subject())).count();
        int shown = (int) Math.max(lasting, MOST - 1);
        if (shown >= sorted.size()) {
            return sorted;
        }
        List<Condition> few = new ArrayList<>(sorted.subList(0, shown));
        Condition next = sorted.get(shown);
        few.add(new Condition(
                "others",
                sorted.size() - shown + " more of the same kind, among them " + next.subject() + ": "
                        + next.summary()));
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
