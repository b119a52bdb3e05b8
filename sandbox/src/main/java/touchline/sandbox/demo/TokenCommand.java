package touchline.sandbox.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Logs somebody in at a demo that runs, and prints his access token and nothing else: {@code TOKEN=$(./touchline token alice)}. */
public final class TokenCommand {
    private static final int LONGEST_NAME = 40;

    private final String name;
    private final int port;
    private final Map<String, String> environment;

    private TokenCommand(String name, int port, Map<String, String> environment) {
        this.name = name;
        this.port = port;
        this.environment = environment;
    }

    /**
     * Reads the command line.
     *
     * @throws ArgumentParserException if it can't be read; says what can
     * @throws IllegalArgumentException if nobody is called that
     */
    public static TokenCommand parse(String[] args, Map<String, String> environment) throws ArgumentParserException {
        ArgumentParser parser = ArgumentParsers.newFor("touchline").build();
        Subparser token = parser.addSubparsers()
                .addParser("token")
                .description("Logs somebody in at the demo that runs on this machine, and prints an access token.");
        token.addArgument("name").metavar("NAME").help("who: alice, or whoever you like; new ones get an account");
        token.addArgument("--http-port")
                .type(Integer.class)
                .setDefault(8080)
                .metavar("P")
                .help("where the demo's API answers; 8080 if left out");
        Namespace given = parser.parseArgs(args);
        String name = given.getString("name");
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a name has from 1 to " + LONGEST_NAME + " characters");
        }
        return new TokenCommand(name, given.getInt("http_port"), environment);
    }

    /** Gives the exit code: 0 if there is a token. */
    public int run(PrintStream out, PrintStream err) throws InterruptedException {
        try {
            Optional<DemoDoor> door = DemoDoor.at(port, environment);
            if (door.isEmpty()) {
                err.println("touchline token: no demo runs at port " + port
                        + "; start one with './touchline demo', or name its port with --http-port");
                return 1;
            }
            out.println(door.get().accessToken(name));
            return 0;
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            err.println(
                    "touchline token: no answer from the demo at port " + port + " (" + why + "); does it still run?");
            return 1;
        }
    }
}
