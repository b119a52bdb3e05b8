package touchline.sandbox.demo;

import java.nio.file.Path;
import java.util.List;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * What the demo was asked for.
 *
 * @param matches recordings to play; none for the one that comes with the product
 * @param speed how many times faster than life
 * @param httpPort where the API answers; 0 for any that is free
 * @param data where the stores keep their data; null for a place that is gone afterwards
 */
public record DemoOptions(
        List<Path> matches,
        double speed,
        int httpPort,
        @Nullable Path data,
        boolean exitWhenSettled) {
    private static final double MOST = 1_000;

    /**
     * Reads the command line.
     *
     * @throws ArgumentParserException if it can't be read; says what can
     * @throws IllegalArgumentException if what it says can't be done
     */
    public static DemoOptions parse(String[] args) throws ArgumentParserException {
        ArgumentParser parser = ArgumentParsers.newFor("touchline").build();
        Subparser demo = parser.addSubparsers()
                .addParser("demo")
                .description("A whole match night on this machine: stores, feed, bots and one node.");
        demo.addArgument("--match")
                .action(Arguments.append())
                .metavar("FILE")
                .help("a recording to play; may be given more than once");
        demo.addArgument("--speed")
                .type(Double.class)
                .setDefault(30.0)
                .metavar("N")
                .help("times faster than life; 30 if left out");
        demo.addArgument("--http-port")
                .type(Integer.class)
                .setDefault(8080)
                .metavar("P")
                .help("8080 if left out; 0 for any");
        demo.addArgument("--data").metavar("DIR").help("keep the data here, and go on from it");
        demo.addArgument("--exit-when-settled")
                .action(Arguments.storeTrue())
                .help("stop once everything is settled, with a summary as the last line");
        Namespace given = parser.parseArgs(args);
        double speed = given.getDouble("speed");
        if (!(speed >= 1 && speed <= MOST)) {
            throw new IllegalArgumentException("--speed must be from 1 to " + (int) MOST);
        }
        List<String> matches = given.getList("match");
        String data = given.getString("data");
        return new DemoOptions(
                matches == null ? List.of() : matches.stream().map(Path::of).toList(),
                speed,
                given.getInt("http_port"),
                data == null ? null : Path.of(data),
                given.getBoolean("exit_when_settled"));
    }
}
