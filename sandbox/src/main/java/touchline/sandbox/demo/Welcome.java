package touchline.sandbox.demo;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import touchline.api.auth.AccessTokens;
import touchline.market.wallet.UserId;

/** What a person needs to take part: where, and as whom. */
final class Welcome {
    private static final Duration A_DAY = Duration.ofHours(24);

    private final PrintStream out;

    Welcome(PrintStream out) {
        this.out = out;
    }

    void print(int port, DemoVariables variables) {
        AccessTokens tokens = new AccessTokens(variables.secret().getBytes(StandardCharsets.UTF_8), Clock.systemUTC());
        String url = "http://localhost:" + port;
        out.println();
        out.println("  Console   " + url + "/console");
        out.println("  API       " + url + "/v1/status");
        out.println("  Stores    " + variables.all().get("DATABASE_URL") + "   "
                + variables.all().get("REDIS_URL"));
        out.println("  Traders   each with 10,000 coins; put the token behind 'Authorization: Bearer '");
        for (String name : new String[] {"alice", "bob"}) {
            out.println("    " + name + "  " + tokens.mint(UserId.of(name), name, A_DAY));
        }
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
}
