package touchline.bench.jobs;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import touchline.bench.jobs.contender.Contender;
import touchline.bench.jobs.contender.Contenders;

/**
 * The options of {@code touchline bench jobs}.
 *
 * @param jobs stored before each round
 * @param contenders in order
 * @param rounds in which the contenders take turns
 * @param quick whether to leave out fail-overs, and most of the lateness
 */
record JobsOptions(int jobs, List<Contender> contenders, int rounds, boolean quick) {
    private static final List<String> QUICK = List.of("touchline", "db-scheduler-lock");

    static final String USAGE = "[--jobs N] [--only NAME,...] [--rounds R] [--quick]";

    /**
     * Reads {@code --jobs N --only NAME,... --rounds R}.
     *
     * @throws IllegalArgumentException if an option is invalid
     */
    static JobsOptions of(List<String> words, boolean quick) {
        List<Contender> contenders =
                quick ? QUICK.stream().map(Contenders::named).toList() : Contenders.all();
        JobsOptions options = new JobsOptions(2_000, contenders, 1, quick);
        for (Iterator<String> left = words.iterator(); left.hasNext(); ) {
            String option = left.next();
            if (!left.hasNext()) {
                throw new IllegalArgumentException(option + " needs a value");
            }
            options = options.with(option, left.next());
        }
        return options;
    }

    private JobsOptions with(String option, String value) {
        return switch (option) {
            case "--jobs" -> new JobsOptions(atLeast(2, value), contenders, rounds, quick);
            case "--only" ->
                new JobsOptions(
                        jobs,
                        Arrays.stream(value.split(",")).map(Contenders::named).toList(),
                        rounds,
                        quick);
            case "--rounds" -> new JobsOptions(jobs, contenders, atLeast(1, value), quick);
            default -> throw new IllegalArgumentException("there is no option " + option);
        };
    }

    private static int atLeast(int least, String value) {
        int number = Integer.parseInt(value);
        if (number < least) {
            throw new IllegalArgumentException(value + " is too few");
        }
        return number;
    }
}
