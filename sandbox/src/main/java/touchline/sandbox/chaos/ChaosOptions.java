package touchline.sandbox.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * The options of the chaos run.
 *
 * @param length no fault begins after it
 * @param seed of the faults and of the traders
 * @param faults at most so many
 * @param only names of the only kinds of faults to inject; empty for all
 * @param data directory of data and logs, which stays; null for a temporary one
 * @param small for a build: one node in a process of its own, another in this one, a flusher in each, and fewer traders
 */
public record ChaosOptions(
        Duration length,
        long seed,
        int faults,
        List<String> only,
        @Nullable Path data,
        boolean small) {
    private static final int MINUTES = 10;
    private static final int MOST_MINUTES = 24 * 60;

    /**
     * Reads the command line.
     *
     * @throws ArgumentParserException if the command line is invalid
     * @throws IllegalArgumentException if a value is out of range
     */
    public static ChaosOptions parse(String[] args) throws ArgumentParserException {
        ArgumentParser parser = ArgumentParsers.newFor("touchline").build();
        Subparser chaos = parser.addSubparsers()
                .addParser("chaos")
                .description(
                        "A cluster on this machine, faults under load, and what became of each acknowledged write.");
        chaos.addArgument("--minutes")
                .type(Integer.class)
                .metavar("M")
                .help("inject faults for this long; default " + MINUTES + ", or as long as --faults takes");
        chaos.addArgument("--seed")
                .type(Long.class)
                .setDefault(1L)
                .metavar("S")
                .help("another seed gives other faults; default 1");
        chaos.addArgument("--faults").type(Integer.class).metavar("N").help("stop after this many faults");
        chaos.addArgument("--only")
                .metavar("KIND,...")
                .help("inject only these kinds of faults, such as kill-node,fail-over-redis");
        chaos.addArgument("--data").metavar("DIR").help("keep data and logs in this directory");
        chaos.addArgument("--small")
                .action(Arguments.storeTrue())
                .help("a cluster with fewer processes and traders, which takes less CPU time");
        Namespace given = parser.parseArgs(args);
        Integer faults = given.getInt("faults");
        Integer minutes = given.getInt("minutes");
        if (minutes == null) {
            minutes = faults == null ? MINUTES : MOST_MINUTES;
        }
        if (minutes < 1 || minutes > MOST_MINUTES) {
            throw new IllegalArgumentException("--minutes must be from 1 to " + MOST_MINUTES);
        }
        String only = given.getString("only");
        String data = given.getString("data");
        return new ChaosOptions(
                Duration.ofMinutes(minutes),
                given.getLong("seed"),
                faults == null ? Integer.MAX_VALUE : faults,
                only == null ? List.of() : List.of(only.split(",", -1)),
                data == null ? null : Path.of(data),
                given.getBoolean("small"));
    }
}
