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

/** Logs a user in at a running demo and prints the access token and nothing else: {@code TOKEN=$(./touchline token alice)}. */
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
     * @throws ArgumentParserException if the command line is invalid
     * @throws IllegalArgumentException if the name is empty or too long
     */
    public static TokenCommand parse(String[] args, Map<String, String> environment) throws ArgumentParserException {
        ArgumentParser parser = ArgumentParsers.newFor("touchline").build();
        Subparser token = parser.addSubparsers()
                .addParser("token")
                .description("Logs a user in at the demo that runs on this machine, and prints an access token.");
        token.addArgument("name").metavar("NAME").help("the user, such as alice; a new user gets an account");
        token.addArgument("--http-port")
                .type(Integer.class)
                .setDefault(8080)
                .metavar("P")
                .help("the port of the demo's API; default 8080");
        Namespace given = parser.parseArgs(args);
        String name = given.getString("name");
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a name has from 1 to " + LONGEST_NAME + " characters");
        }
        int port = given.getInt("http_port");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("--http-port must be from 1 to 65535");
        }
        return new TokenCommand(name, port, environment);
    }

    /** Returns the exit code: 0 if a token was printed. */
    public int run(PrintStream out, PrintStream err) throws InterruptedException {
        try {
            Optional<DemoEndpoint> endpoint = DemoEndpoint.at(port, environment);
            if (endpoint.isEmpty()) {
                err.println("touchline token: no demo runs at port " + port
                        + "; start one with './touchline demo', or name its port with --http-port");
                return 1;
            }
            out.println(endpoint.get().accessToken(name));
            return 0;
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            err.println(
                    "touchline token: no answer from the demo at port " + port + " (" + why + "); does it still run?");
            return 1;
        }
    }
}
