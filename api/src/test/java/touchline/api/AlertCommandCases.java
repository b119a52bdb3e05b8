package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who handles an alert. */
abstract class AlertCommandCases {
    abstract ClusterApiSetup setup();

    @AfterEach
    void removeAlerts() {
        setup().jdbi().useHandle(handle -> handle.execute("DELETE FROM job_alerts WHERE rule = 'made-up'"));
    }

    @Test
    void anAlertIsAssignedToAnOperatorWhoCanLogInOrToNobody() throws Exception {
        String id = setup().jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                                INSERT INTO job_alerts (rule, subject, severity, summary) VALUES ('made-up', 'it', 'WARNING', 'made up') RETURNING id
                                """).mapTo(String.class).one());

        HttpResponse<String> mistyped = assign(id, "\"oprator\"");
        assertThat(mistyped.statusCode()).isEqualTo(422);
        assertThat(mistyped.body())
                .contains("\"field\":\"operator\"", "must be the name of an operator who can log in");
        assertThat(assignedTo(id).isNull()).as("nobody would have handled it").isTrue();

        assertThat(assign(id, "\" second-admin \"").statusCode()).isEqualTo(200);
        assertThat(assignedTo(id).textValue()).isEqualTo("second-admin");
        assertThat(assign(id, "null").statusCode()).isEqualTo(200);
        assertThat(assignedTo(id).isNull()).isTrue();
    }

    private JsonNode assignedTo(String id) throws Exception {
        return setup().get(setup().two(), "/v1/ops/alerts/" + id).get("assignedTo");
    }

    private HttpResponse<String> assign(String id, String operator) throws Exception {
        return setup().one()
                .send(
                        "POST",
                        "/v1/ops/alerts/" + id + "/assign",
                        "{\"operator\":" + operator + ",\"reason\":\"on duty\"}",
                        setup().session("operator"));
    }
}
