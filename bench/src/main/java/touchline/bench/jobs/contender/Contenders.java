package touchline.bench.jobs.contender;

import java.util.List;

/** All contenders. Stock Quartz is the first; the others are compared with it. */
public final class Contenders {
    private Contenders() {}

    public static List<Contender> all() {
        return List.of(
                QuartzContender.stock(),
                QuartzContender.tuned(),
                new TouchlineContender(),
                DbSchedulerContender.fetching(),
                DbSchedulerContender.locking(),
                new JobRunrContender());
    }

    /**
     * Finds a contender by name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Contender named(String name) {
        return all().stream()
                .filter(contender -> contender.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("there is no contender " + name));
    }
}
