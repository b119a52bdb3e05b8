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

    void print(DemoDoor door, DemoVariables variables) throws InterruptedException {
        String url = "http://localhost:" + door.port();
        String port = door.port() == 8080 ? "" : " --http-port " + door.port();
        out.println();
        out.println("  Console   " + url + "/console");
        out.println("  API       " + url + "/v1/status");
        out.println("  Stores    " + variables.all().get("DATABASE_URL") + "   "
                + variables.all().get("REDIS_URL"));
        out.println("  Traders   each with 10,000 coins; put the token behind 'Authorization: Bearer '");
        for (String name : new String[] {"alice", "bob"}) {
            out.println("    " + name + "  " + token(door, name));
        }
        out.println("    or any name you like:  TOKEN=$(./touchline token alice" + port + ")");
        out.println(
                "  Operators see and steer the jobs in the console, and under /v1/ops by HTTP Basic; name and password");
        variables
                .operators()
                .passwords()
                .forEach((role, password) -> out.println("    " + role.word() + "  " + password));
        out.println();
        out.println("  curl -s " + url + "/v1/fixtures | head -c 400");
        out.println();
        out.flush();
    }

    /** The node fetches the keys by which it lets people in once it is up, which takes a moment. */
    private static String token(DemoDoor door, String name) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return door.accessToken(name);
            } catch (IOException notYet) {
                if (System.nanoTime() - until > 0) {
                    return "(" + notYet.getMessage() + ")";
                }
                Thread.sleep(AGAIN_MILLIS);
            }
        }
    }
}
