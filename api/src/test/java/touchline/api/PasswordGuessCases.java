package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.operator.TestOperators.PASSWORD;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guesses of passwords: lock-outs, and what a refusal reveals. */
abstract class PasswordGuessCases {
    abstract OperatorAccessSetup setup();

    @BeforeEach
    void begin() throws Exception {
        setup().reset();
    }

    @Test
    void locksOutOnAllNodesAfterFailures() throws Exception {
        for (int n = 0; n < 5; n++) {
            assertThat(setup().node()
                            .logIn("admin", "wrong " + n, "X-Forwarded-For", "192.0.2.9")
                            .statusCode())
                    .isEqualTo(401);
        }
        // The first lock is of 2 s, which a slow machine lets pass; LogInThrottleTest has the lengths.
        int longer = setup().jdbi()
                .withHandle(handle -> handle.execute(
                        "UPDATE operator_log_in_failures SET locked_until = locked_until + interval '5 minutes'"
                                + " WHERE locked_until > last_attempt_at"));
        assertThat(longer).as("what is locked").isEqualTo(1);

        HttpResponse<String> locked = setup().other().logIn("admin", PASSWORD, "X-Forwarded-For", "192.0.2.9");
        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(locked.body()).contains("\"type\":\"too-many-requests\"");
        assertThat(Integer.parseInt(locked.headers().firstValue("Retry-After").orElse("0")))
                .isBetween(1, 302);
        HttpResponse<String> basic = setup().other()
                .get(
                        "/v1/ops/session",
                        "Authorization",
                        OpsNode.basic("admin", PASSWORD),
                        "X-Forwarded-For",
                        "192.0.2.9");
        assertThat(basic.statusCode()).isEqualTo(429);
        assertThat(setup().other()
                        .logIn("admin", PASSWORD, "X-Forwarded-For", "192.0.2.10")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void countsGuessesPerAddressWithoutPort() throws Exception {
        for (int n = 0; n < 2; n++) {
            assertThat(setup().node()
                            .logIn("admin", "wrong " + n, "X-Forwarded-For", "192.0.2.77:" + (4711 + n))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(setup().node()
                            .logIn("admin", "wrong " + n, "Forwarded", "for=\"192.0.2.77:" + (5711 + n) + "\"")
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(setup().node()
                        .logIn("admin", "wrong", "X-Forwarded-For", "::ffff:192.0.2.77")
                        .statusCode())
                .isEqualTo(401);

        int failures = setup().jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT max(failures) FROM operator_log_in_failures WHERE kind = 'NAME_FROM_ADDRESS'")
                        .mapTo(Integer.class)
                        .one());
        assertThat(failures).as("counted together").isEqualTo(5);
    }

    @Test
    void responsesDoNotRevealNames() throws Exception {
        HttpResponse<String> known = setup().node().logIn("admin", "wrong");
        HttpResponse<String> unknown = setup().node().logIn("nobody", "wrong");

        assertThat(unknown.statusCode()).isEqualTo(known.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(known.body());
    }
}
