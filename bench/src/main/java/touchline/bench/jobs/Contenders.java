package touchline.bench.jobs;

import java.util.List;
import touchline.bench.jobs.contender.Contender;
import touchline.bench.jobs.contender.DbSchedulerContender;
import touchline.bench.jobs.contender.JobRunrContender;
import touchline.bench.jobs.contender.QuartzContender;
import touchline.bench.jobs.contender.TouchlineContender;

/** All contenders. Stock Quartz is the first; the others are compared with it. */
final class Contenders {
    private Contenders() {}

    static List<Contender> all() {
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
    static Contender named(String name) {
        return all().stream()
                .filter(contender -> contender.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("there is no contender " + name));
    }
}
