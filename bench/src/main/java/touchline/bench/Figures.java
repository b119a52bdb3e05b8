package touchline.bench;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Named figures of several rounds: prints the median of each and its spread, and reads what another process has printed. */
public final class Figures {
    private static final String LINE = "figure\t";

    private final Map<String, double[]> rounds = new LinkedHashMap<>();

    /** Adds a round's figure. */
    public void add(String name, double value) {
        rounds.merge(name, new double[] {value}, (before, now) -> {
            double[] all = Arrays.copyOf(before, before.length + 1);
            all[before.length] = now[0];
            return all;
        });
    }

    /** The names, in the order in which they were first added. */
    public List<String> names() {
        return List.copyOf(rounds.keySet());
    }

    /** The median of the rounds, of an even number the mean of the two in the middle; 0 if there are none. */
    public double median(String name) {
        double[] values = rounds.getOrDefault(name, new double[0]).clone();
        Arrays.sort(values);
        return values.length == 0 ? 0 : (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }

    /** The distance from the lowest round to the highest, as a share of the median. */
    public double spread(String name) {
        double[] values = rounds.getOrDefault(name, new double[0]).clone();
        Arrays.sort(values);
        double median = median(name);
        return values.length == 0 || median == 0 ? 0 : (values[values.length - 1] - values[0]) / median;
    }

    /** The lowest of the rounds; 0 if there are none. */
    public double lowest(String name) {
        return Arrays.stream(rounds.getOrDefault(name, new double[0])).min().orElse(0);
    }

    /** The highest of the rounds; 0 if there are none. */
    public double highest(String name) {
        return Arrays.stream(rounds.getOrDefault(name, new double[0])).max().orElse(0);
    }

    /** Adds the rounds of other figures. */
    public void addAll(Figures others) {
        others.rounds.forEach((name, values) -> Arrays.stream(values).forEach(value -> add(name, value)));
    }

    /** Writes the medians for a program that compares builds. */
    public void print(PrintStream out) {
        names().forEach(name -> out.println(LINE + name + '\t' + String.format(Locale.ROOT, "%.4f", median(name))));
    }

    /** Takes in a line of {@link #print}; ignores all other lines. */
    void read(String line) {
        String[] parts = line.split("\t", -1);
        if (line.startsWith(LINE) && parts.length == 3) {
            add(parts[1], Double.parseDouble(parts[2]));
        }
    }
}
