package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The public incidents among operators' alerts. */
class IncidentsTest extends ClientApiSetup {
    IncidentsTest() {
        super("incidents", 7_500_000);
    }

    @Test
    void neitherOtherAlertsNorLaterIncidentsHideOneThatLasts() throws Exception {
        Jdbi book = Jdbi.create(shared.dataSource());
        String insert = """
                INSERT INTO job_alerts (rule, subject, severity, summary, last_seen_at, closed_at)
                SELECT ?, 'incidents-' || n, 'WARNING', 'of a test', now() + interval '1 hour', %s FROM generate_series(1, ?) AS n
                """;
        try {
            book.useHandle(handle -> {
                handle.execute(insert.formatted("NULL::timestamptz"), "market-shut", 1);
                handle.execute(insert.formatted("now()"), "feed-silent", 30);
                handle.execute(insert.formatted("now()"), "failure", 500);
            });
            JsonNode items =
                    node.call("GET", "/v1/status/incidents", null).body().get("items");
            assertThat(items).hasSize(20);
            assertThat(items.findValuesAsText("kind")).contains("MARKET_CLOSED", "NO_MATCH_DATA");
            assertThat(items.get(0).get("until").isNull()).isTrue();
        } finally {
            book.useHandle(handle -> handle.execute("DELETE FROM job_alerts WHERE subject LIKE 'incidents-%'"));
        }
    }
}
