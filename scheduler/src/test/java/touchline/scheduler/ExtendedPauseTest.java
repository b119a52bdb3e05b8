package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.JobOperations;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** An operator extends a pause in the second in which the nodes end it. */
@ExtendWith(StoresExtension.class)
final class ExtendedPauseTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Attribution ATTRIBUTION =
            new Attribution(new Actor("anna", "10.0.0.7"), "to see what happens");

    @Test
    void aPauseThatIsExtendedWhileANodeEndsItGoesOn(TestStores stores) throws Exception {
        Cluster cluster = new Cluster(stores);
        JobOperations operations =
                Cluster.node(stores.dataSource(), "not-started").operations();
        assertThat(operations.pauseEverything(Instant.now().plusSeconds(60), true, ATTRIBUTION))
                .isInstanceOf(CommandResult.Done.class);
        cluster.book().useHandle(handle -> handle.execute("UPDATE job_pauses SET until = now() - interval '1 second'"));
        try (Handle extending = cluster.book().open()) {
            extending.begin();
            extending.execute("UPDATE job_pauses SET until = now() + interval '1 hour'");
            CompletableFuture<Void> ending =
                    CompletableFuture.runAsync(() -> operations.pauses().endExpired());
            await().atMost(SOON).until(() -> cluster.count("""
                            SELECT count(*) FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'DELETE FROM job_pauses%'
                            """) == 1);
            extending.commit();
            ending.get(60, TimeUnit.SECONDS);
        }

        assertThat(operations.pauses().ofEverything()).isPresent();
        assertThat(cluster.count("SELECT count(*) FROM job_audit WHERE action = 'resume'"))
                .isZero();
    }
}
