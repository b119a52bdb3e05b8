package touchline.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code touchline bench compare}: runs a benchmark of another build and of this one in turn, so that a regression shows on any machine. */
final class CompareBench {
    static final String USAGE = "DIRECTORY [--rounds N] market|api|jobs [PART]... [--quick]";

    private final Path other;
    private final Path here;
    private final int rounds;
    private final List<String> benchmark;

    private CompareBench(Path other, Path here, int rounds, List<String> benchmark) {
        this.other = other;
        this.here = here;
        this.rounds = rounds;
        this.benchmark = benchmark;
    }

    /**
     * Creates a comparison from its options.
     *
     * @throws IllegalArgumentException if they are invalid
     */
    static CompareBench of(List<String> options, boolean quick) {
        List<String> words = new ArrayList<>(options);
        int rounds = 3;
        int at = words.indexOf("--rounds");
        if (at >= 0 && at + 1 < words.size()) {
            rounds = number(words.get(at + 1));
            words.subList(at, at + 2).clear();
        }
        if (words.size() < 2 || rounds < 1) {
            throw new IllegalArgumentException("compare needs the directory of another build, and a benchmark");
        }
        Path other = Path.of(words.remove(0)).toAbsolutePath();
        if (!Files.isExecutable(other.resolve("touchline"))) {
            throw new IllegalArgumentException("there is no build of Touchline in " + other);
        }
        if (quick) {
            words.add("--quick");
        }
        Path here = Path.of(System.getenv().getOrDefault("TOUCHLINE_HOME", ".")).toAbsolutePath();
        return new CompareBench(other, here, rounds, words);
    }

    private static int number(String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--rounds takes a number, not " + word, e);
        }
    }

    /** Takes as long as two benchmarks a round. */
    void run(PrintStream out) throws IOException, InterruptedException {
        Figures theirs = new Figures();
        Figures ours = new Figures();
        for (int round = 1; round <= rounds; round++) {
            System.err.println("round " + round + " of " + rounds);
            // The order changes, so that neither build always runs on the warmer machine.
            if (round % 2 == 1) {
                measure(other, theirs);
                measure(here, ours);
            } else {
                measure(here, ours);
                measure(other, theirs);
            }
        }
        report(theirs, ours, out);
    }

    private void measure(Path build, Figures figures) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(build.resolve("touchline").toString(), "bench"));
        command.addAll(benchmark);
        Process process = new ProcessBuilder(command)
                .directory(build.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                figures.read(line);
            }
            if (process.waitFor() != 0) {
                throw new IOException("the benchmark failed in " + build);
            }
        } finally {
            process.destroy();
        }
    }

    private void report(Figures theirs, Figures ours, PrintStream out) {
        out.println("A: " + other);
        out.println("B: " + here + ", median of " + rounds + " rounds each, in turn");
        out.printf("  %-64s %12s %8s %12s %8s %8s%n", "", "A", "spread", "B", "spread", "B / A");
        for (String name : theirs.names()) {
            if (ours.names().contains(name)) {
                out.printf(
                        "  %-64s %12.2f %7.0f%% %12.2f %7.0f%% %8.2f%s%n",
                        name,
                        theirs.median(name),
                        100 * theirs.spread(name),
                        ours.median(name),
                        100 * ours.spread(name),
                        ours.median(name) / theirs.median(name),
                        areApart(theirs, ours, name) ? "  *" : "");
            }
        }
        out.println("  *: the rounds of one build are all above those of the other");
    }

    /** One round each says nothing. */
    private boolean areApart(Figures theirs, Figures ours, String name) {
        return rounds > 1 && (ours.lowest(name) > theirs.highest(name) || ours.highest(name) < theirs.lowest(name));
    }
}
