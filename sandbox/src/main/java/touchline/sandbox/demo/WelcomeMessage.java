package touchline.sandbox.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/** Prints the addresses and log-ins of a demo. */
final class WelcomeMessage {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long AGAIN_MILLIS = 200;

    private final PrintStream out;

    WelcomeMessage(PrintStream out) {
        this.out = out;
    }

    /**
     * Waits, for a limited time, until users can log in and trade; then prints.
     *
     * @param players the number of players to be listed
     */
    void print(DemoEndpoint endpoint, int adminPort, DemoVariables variables, DemoBooks books, int players)
            throws InterruptedException {
        String url = "http://localhost:" + endpoint.port();
        String admin = "http://localhost:" + adminPort;
        String port = endpoint.port() == 8080 ? "" : " --http-port " + endpoint.port();
        awaitLogIn(endpoint);
        awaitPlayers(books, players);
        out.println();
        out.println("  Trade       " + url + "/trade");
        out.println("  Console     " + url + "/console");
        out.println("  Operators   for the console, and for /v1/ops by HTTP Basic:");
        variables
                .operators()
                .passwords()
                .forEach((role, password) -> out.printf("                %-9s %s%n", role.word(), password));
        out.println("  API         " + url + "/docs");
        out.println("  Traders     any name, each with 10,000 coins:  TOKEN=$(./touchline token alice" + port + ")");
        out.println("  Admin       " + admin + "/healthcheck   " + admin + "/metrics");
        out.println("  Stores      " + variables.all().get("DATABASE_URL") + "   "
                + variables.all().get("REDIS_URL"));
        out.println();
        out.println("  curl -s " + url + "/v1/fixtures | head -c 400");
        out.println();
        out.flush();
    }

    private static void awaitPlayers(DemoBooks books, int players) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (books.instruments().all().size() < players && System.nanoTime() - until < 0) {
            Thread.sleep(AGAIN_MILLIS);
        }
    }

    /** A node fetches the keys for log-ins after its start. */
    private static void awaitLogIn(DemoEndpoint endpoint) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - until < 0) {
            try {
                endpoint.accessToken("alice");
                return;
            } catch (IOException notYet) {
                Thread.sleep(AGAIN_MILLIS);
            }
        }
    }
}
