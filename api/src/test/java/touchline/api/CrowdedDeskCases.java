package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** Pages of operators that wait for the book, as many as somebody with a viewer's password asks for. */
abstract class CrowdedDeskCases {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PAGES = 40;

    abstract ClusterApiSetup setup();

    @Test
    void clientsReadTheBookWhilePagesOfOperatorsHoldAllTheirConnections() throws Exception {
        String[] session = setup().session("viewer");
        TestNode client = setup().one().client();
        assertThat(client.as("crowded", "GET", "/v1/orders", null).status()).isEqualTo(200);
        ExecutorService browsers = Executors.newFixedThreadPool(PAGES);
        List<Future<?>> pages = new ArrayList<>();
        try (Handle lock = setup().jdbi().open()) {
            lock.begin();
            lock.execute("LOCK TABLE job_audit IN ACCESS EXCLUSIVE MODE");
            for (int n = 0; n < PAGES; n++) {
                pages.add(browsers.submit(() -> setup().one().get("/v1/ops/audit", session)));
            }
            await().atMost(SOON).until(() -> waitingPages() >= 8);
            for (int n = 0; n < 5; n++) {
                assertThat(client.as("crowded", "GET", "/v1/orders", null).status())
                        .isEqualTo(200);
            }
            lock.rollback();
            for (Future<?> page : pages) {
                page.get();
            }
        } finally {
            browsers.shutdownNow();
        }
    }

    private long waitingPages() {
        return setup().count("""
                SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%job_audit%' AND state = 'active'
                """);
    }
}
