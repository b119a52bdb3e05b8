package touchline.sandbox.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/** What a person needs to take part: where, and as whom. */
final class Welcome {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long AGAIN_MILLIS = 200;

    private final PrintStream out;

    Welcome(PrintStream out) {
        this.out = out;
    }

    /**
     * Waits until people can log in and trade, at most for a while, and prints it.
     *
     * @param players how many will be listed
     */
    void print(DemoDoor door, int adminPort, DemoVariables variables, DemoBooks books, int players)
            throws InterruptedException {
        String url = "http://localhost:" + door.port();
        String admin = "http://localhost:" + adminPort;
        String port = door.port() == 8080 ? "" : " --http-port " + door.port();
        awaitLogIn(door);
        awaitPlayers(books, players);
        out.println();
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

    /** The node fetches the keys by which it lets people in once it is up, which takes a moment. */
    private static void awaitLogIn(DemoDoor door) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - until < 0) {
            try {
                door.accessToken("alice");
                return;
            } catch (IOException notYet) {
                Thread.sleep(AGAIN_MILLIS);
            }
        }
    }
}
