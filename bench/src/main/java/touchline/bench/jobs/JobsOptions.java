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
 */
record JobsOptions(int jobs, List<Contender> contenders, int rounds) {
    static final String USAGE = "[--jobs N] [--only NAME,...] [--rounds R]";

    /**
     * Reads {@code --jobs N --only NAME,... --rounds R}.
     *
     * @throws IllegalArgumentException if an option is invalid
     */
    static JobsOptions of(List<String> words) {
        JobsOptions options = new JobsOptions(2_000, Contenders.all(), 1);
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
            case "--jobs" -> new JobsOptions(atLeast(2, value), contenders, rounds);
            case "--only" ->
                new JobsOptions(
                        jobs,
                        Arrays.stream(value.split(",")).map(Contenders::named).toList(),
                        rounds);
            case "--rounds" -> new JobsOptions(jobs, contenders, atLeast(1, value));
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
