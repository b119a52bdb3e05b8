package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.drill.Drill;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A drill that is refused drains nothing, and leaves the drain of an operator as it is. */
@ExtendWith(StoresExtension.class)
final class DrillsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Attribution BY_ANNA = new Attribution(new Actor("anna", "10.0.0.7"), "to see what happens");

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @BeforeEach
    void begin(TestStores stores) {
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        cluster.stop();
    }

    @Test
    void aNodeThatAnOperatorHasDrainedStaysDrained() throws Exception {
        JobPlatform node = cluster.start();
        String drained = node.identity().node();
        node.operations().nodes().drain(drained, false, BY_ANNA);

        CommandResult<Drill> result = node.drills().start(drained, false, BY_ANNA);

        assertThat(result)
                .isEqualTo(new CommandResult.Refused<>(
                        drained + " is draining already; the end of a drill would end that"));
        assertThat(cluster.count("SELECT count(*) FROM job_drills")).isZero();
        assertThat(isDraining(drained)).isTrue();
    }

    /** The other drill is not committed yet when this one starts. */
    @Test
    void ofTwoDrillsThatStartAtOnceOneDrainsNothing() throws Exception {
        JobPlatform node = cluster.start();
        String drained = node.identity().node();
        CompletableFuture<CommandResult<Drill>> second;
        try (Handle first = cluster.book().open()) {
            first.begin();
            first.execute("INSERT INTO job_drills (node, actor, reason) VALUES ('another', 'ben', 'first')");
            second = CompletableFuture.supplyAsync(() -> node.drills().start(drained, false, BY_ANNA));
            await().atMost(SOON).until(() -> cluster.count("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
            first.commit();
        }

        assertThat(second.get(SOON.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(CommandResult.Refused.class);
        assertThat(isDraining(drained)).isFalse();
        assertThat(cluster.count("SELECT count(*) FROM job_audit WHERE actor = 'anna'"))
                .isZero();
    }

    private boolean isDraining(String node) {
        return cluster.count("SELECT count(*) FROM job_nodes WHERE drain_requested AND node = '" + node + "'") == 1;
    }
}
