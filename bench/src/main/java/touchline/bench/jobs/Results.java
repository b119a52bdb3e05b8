package touchline.bench.jobs;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import touchline.bench.Figures;
import touchline.bench.jobs.contender.Contender;

/** All figures, by contender and measure. */
final class Results {
    private final Map<String, Map<Measure, double[]>> figures = new LinkedHashMap<>();

    enum Measure {
        ONE_NODE("one node, jobs/s"),
        TWO_NODES("two nodes, jobs/s"),
        COMMITS("commits a job"),
        EXTRA("repeated runs"),
        P50("late p50, ms"),
        P99("late p99, ms"),
        FAIL_OVER("fail-over, s");

        private final String title;

        Measure(String title) {
            this.title = title;
        }
    }

    void add(Contender contender, Measure measure, double figure) {
        figures.computeIfAbsent(contender.name(), name -> new LinkedHashMap<>())
                .merge(measure, new double[] {figure}, Results::joined);
    }

    /** NaN if it wasn't measured. */
    double median(Contender contender, Measure measure) {
        double[] sorted = of(contender, measure);
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    /** Adds the rounds of a contender. */
    void addTo(Figures all, Contender contender) {
        for (Measure measure : Measure.values()) {
            for (double figure : of(contender, measure)) {
                all.add(contender.name() + ", " + measure.title, figure);
            }
        }
    }

    double sum(Collection<Contender> contenders, Measure measure) {
        return contenders.stream()
                .mapToDouble(contender -> Arrays.stream(of(contender, measure)).sum())
                .sum();
    }

    private double[] of(Contender contender, Measure measure) {
        return figures.getOrDefault(contender.name(), Map.of())
                .getOrDefault(measure, new double[0])
                .clone();
    }

    private static double[] joined(double[] some, double[] more) {
        double[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
