package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static touchline.api.ClusterApiSetup.SOON;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import touchline.api.operator.TestOperators;

/** What needs two people is not approved by two accounts of one. */
abstract class FourEyesCases {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "a password of both accounts";
    private static final String ONE_PERSON = "may be one person";

    abstract ClusterApiSetup setup();

    @AfterEach
    void reset() {
        setup().jdbi().useHandle(handle -> handle.execute("DELETE FROM operators"));
    }

    @Test
    void whoCreatedAnAccountOrHasResetItDoesNotApproveByIt() throws Exception {
        assertThat(setup().one()
                        .get("/v1/me", "Authorization", "Bearer " + TestNode.token("goodwill"))
                        .statusCode())
                .isEqualTo(200);
        await().atMost(SOON).until(() -> setup().count("SELECT count(*) FROM users WHERE id = 'goodwill'") == 1);
        for (String name : new String[] {"puppet", "twin"}) {
            HttpResponse<String> created = setup().one()
                    .send(
                            "POST",
                            "/v1/ops/operators",
                            "{\"name\":\"" + name + "\",\"role\":\"admin\",\"password\":\"" + PASSWORD
                                    + "\",\"reason\":\"new here\"}",
                            setup().session("admin"));
            assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        }

        String own = requested(setup().session("admin"));
        assertThat(approved(basic("puppet"), own)).contains("\"refused\"", ONE_PERSON);
        String ofPuppet = requested(basic("puppet"));
        assertThat(approved(setup().session("admin"), ofPuppet)).contains("\"refused\"", ONE_PERSON);
        assertThat(approved(basic("twin"), ofPuppet)).contains("\"refused\"", ONE_PERSON);
        assertThat(approved(setup().session(TestOperators.SECOND_ADMIN), own)).contains("BOOKED");
        assertThat(approved(setup().session(TestOperators.SECOND_ADMIN), ofPuppet))
                .contains("BOOKED");

        setup().jdbi()
                .useHandle(handle -> handle.execute(
                        "UPDATE job_audit SET at = at - interval '25 hours' WHERE action = 'create-operator'"));
        assertThat(approved(basic("puppet"), requested(setup().session("admin"))))
                .as("after a day, in which others could see it")
                .contains("BOOKED");
        assertThat(setup().one()
                        .send(
                                "POST",
                                "/v1/ops/operators/puppet/reset-password",
                                "{\"password\":\"" + PASSWORD + "\",\"reason\":\"forgotten\"}",
                                setup().session(TestOperators.SECOND_ADMIN))
                        .statusCode())
                .isEqualTo(200);
        String again = requested(setup().session(TestOperators.SECOND_ADMIN));
        assertThat(approved(basic("puppet"), again)).contains("\"refused\"", ONE_PERSON);
        assertThat(approved(basic("twin"), again)).contains("BOOKED");
    }

    private String requested(String[] who) throws Exception {
        HttpResponse<String> answer = setup().one()
                .send(
                        "POST",
                        "/v1/ops/customers/goodwill/adjustments",
                        "{\"amount\":\"1\",\"reason\":\"goodwill\"}",
                        who);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).get("id").textValue();
    }

    private String approved(String[] who, String id) throws Exception {
        return setup().two()
                .send("POST", "/v1/ops/adjustments/" + id + "/approve", "{\"reason\":\"fair\"}", who)
                .body();
    }

    private static String[] basic(String name) {
        return new String[] {"Authorization", OpsNode.basic(name, PASSWORD)};
    }
}
