package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.Gauge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of operators that wait for the book, as many as somebody with a viewer's password asks for. */
abstract class CrowdedDeskCases {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration LONGER_THAN_A_SESSION = Duration.ofMillis(700);
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

    /** Only then neither clients nor the scheduler nor the alerts wait for it. */
    @ParameterizedTest
    @CsvSource({
        "customer_log_ins, /v1/ops/customers/crowded/log-ins",
        "job_alerts, /v1/ops/alerts",
        "job_drills, /v1/ops/drills",
        "job_node_jobs, /v1/ops/stuck",
        "job_calendars, /v1/ops/calendars"
    })
    void aPageReadsOverConnectionsOfOperators(String table, String path) throws Exception {
        String[] session = setup().session("viewer");
        setup().one().client().as("crowded", "GET", "/v1/me", null);
        await().atMost(SOON).until(() -> setup().one().get(path, session).statusCode() == 200);
        ExecutorService browser = Executors.newSingleThreadExecutor();
        AtomicBoolean isOver = new AtomicBoolean();
        try (Handle lock = setup().jdbi().open()) {
            lock.begin();
            lock.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
            Future<?> pages = browser.submit(() -> {
                while (!isOver.get()) {
                    setup().one().get(path, session);
                }
                return true;
            });
            // Longer than the check of a session takes, which uses these connections too.
            await().atMost(SOON).during(LONGER_THAN_A_SESSION).until(() -> connectionsOfOperators() > 0);
            isOver.set(true);
            lock.rollback();
            pages.get();
        } finally {
            isOver.set(true);
            browser.shutdownNow();
        }
    }

    private int connectionsOfOperators() {
        Gauge<?> active = setup().one()
                .environment()
                .metrics()
                .getGauges()
                .get("io.dropwizard.db.ManagedPooledDataSource.operators.active");
        return active != null && active.getValue() instanceof Number count ? count.intValue() : 0;
    }

    private long waitingPages() {
        return setup().count("""
                SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%job_audit%' AND state = 'active'
                """);
    }
}
