package touchline.sandbox.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;
import touchline.sandbox.season.Season;

/**
 * The options of the demo.
 *
 * @param matches recordings to play; empty for the shipped one
 * @param speed times faster than real time
 * @param httpPort of the API; 0 for any free port
 * @param data directory of the stores; null for a temporary one
 * @param seasonRounds how many rounds of a generated season to play; null for none
 * @param seed of the season
 */
public record DemoOptions(
        List<Path> matches,
        double speed,
        int httpPort,
        @Nullable Path data,
        boolean exitWhenSettled,
        @Nullable Integer seasonRounds,
        long seed) {
    private static final double MAXIMUM_SPEED = 1_000;
    private static final double SPEED = 30;
    private static final double SEASON_SPEED = 600;

    /**
     * Reads the command line.
     *
     * @throws ArgumentParserException if the command line is invalid
     * @throws IllegalArgumentException if a value is out of range
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
                .metavar("N")
                .help("times faster than real time; default 30, of a season 600");
        demo.addArgument("--season")
                .type(Integer.class)
                .nargs("?")
                .setConst(Season.ROUNDS)
                .metavar("ROUNDS")
                .help("play the first rounds of a generated season of 380 matches; default all 38");
        demo.addArgument("--seed")
                .type(Long.class)
                .setDefault(1L)
                .metavar("S")
                .help("of the season: another seed gives another season; default 1");
        demo.addArgument("--http-port")
                .type(Integer.class)
                .setDefault(8080)
                .metavar("P")
                .help("default 8080; 0 for any free port");
        demo.addArgument("--data").metavar("DIR").help("keep the data in this directory, and continue from it");
        demo.addArgument("--exit-when-settled")
                .action(Arguments.storeTrue())
                .help("stop when everything is settled, with a summary as the last line");
        Namespace given = parser.parseArgs(args);
        Integer rounds = given.getInt("season");
        if (rounds != null && (rounds < 1 || rounds > Season.ROUNDS)) {
            throw new IllegalArgumentException("--season must be from 1 to " + Season.ROUNDS);
        }
        if (rounds != null && given.getList("match") != null) {
            throw new IllegalArgumentException("--season and --match can't be combined");
        }
        Double asked = given.getDouble("speed");
        double speed = asked != null ? asked : rounds == null ? SPEED : SEASON_SPEED;
        if (!(speed >= 1 && speed <= MAXIMUM_SPEED)) {
            throw new IllegalArgumentException("--speed must be from 1 to " + (int) MAXIMUM_SPEED);
        }
        int port = given.getInt("http_port");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--http-port must be from 0 to 65535");
        }
        List<String> matches = given.getList("match");
        String data = given.getString("data");
        return new DemoOptions(
                matches == null ? List.of() : matches.stream().map(Path::of).toList(),
                speed,
                port,
                data == null ? null : Path.of(data),
                given.getBoolean("exit_when_settled"),
                rounds,
                given.getLong("seed"));
    }

    /**
     * Checks that the port is free, before stores start for nothing.
     *
     * @throws IllegalStateException if the port is taken or this user may not open it
     */
    void requireFreePort() {
        if (httpPort == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(httpPort));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "port " + httpPort + " can't be opened (" + e.getMessage()
                            + "); choose another one with --http-port",
                    e);
        }
    }
}
