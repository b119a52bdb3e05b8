package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Bots trade on two nodes, and go on when one of them is killed. While they are paused no price moves. */
@ExtendWith(StoresExtension.class)
class BotNodesTest {
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int PLAYERS = 12;

    @Test
    void pricesMoveOnlyWhileBotsTradeAndTheyGoOnWhenTheirNodeIsKilled(TestStores stores) throws Exception {
        try (MarketCluster cluster = new MarketCluster(stores, List.of(Recording.shipped()), 40)) {
            cluster.jdbi.useHandle(
                    handle -> handle.execute(
                            "INSERT INTO job_pauses (job_group, job_name, actor, reason) VALUES ('bots', 'tick', 'test', 'off')"));
            Map<String, String> bots = Map.of("SPORTMONKS_API_KEY", "", "BOT_ENABLED", "1", "BOT_EVERY", "300ms");
            MarketNodeProcess killed = cluster.node(bots);
            for (int id = 1; id <= PLAYERS; id++) {
                new Instruments(cluster.redis)
                        .list(new Listing(
                                InstrumentId.of(id), "P" + id, 1, "T", "Midfielder", Price.of(900_000), 100_000));
            }
            await().atMost(SOON)
                    .until(() -> cluster.count(
                                    "SELECT count(*) FROM job_executions WHERE job_name = 'ticks' AND outcome = 'SUCCEEDED'")
                            > 0);
            assertThat(ticks(cluster)).as("nobody trades, so nothing moves").isZero();

            cluster.jdbi.useHandle(handle -> handle.execute("DELETE FROM job_pauses"));
            await().atMost(SOON).until(() -> ticks(cluster) > 20 && runs(cluster, "true") > 5);
            assertThat(cluster.count("SELECT count(DISTINCT strategy) FROM bot_personas"))
                    .isGreaterThanOrEqualTo(4);

            String last = cluster.jdbi.withHandle(
                    handle -> handle.createQuery("""
                            SELECT node FROM job_executions WHERE job_group = 'bots' AND outcome = 'SUCCEEDED'
                            ORDER BY id DESC LIMIT 1
                            """).mapTo(String.class).one());
            LocalNode other = cluster.localNode(bots);
            killed.kill();
            long before = ticks(cluster);
            String others = "node <> '" + last + "'";
            long runsOfOthers = runs(cluster, others);
            await().atMost(SOON).until(() -> ticks(cluster) > before + 20 && runs(cluster, others) > runsOfOthers + 5);

            assertThat(cluster.count("""
                            SELECT count(*) FROM (SELECT 1 FROM job_executions WHERE job_group = 'bots' AND outcome = 'SUCCEEDED'
                                                  GROUP BY scheduled_at HAVING count(*) > 1) AS twice
                            """)).as("fires that ran twice").isZero();
            other.stop();
            AuditReport audit = new Audit(cluster.redis, cluster.jdbi).run();
            assertThat(audit.ok()).as(audit.toString()).isTrue();
        }
    }

    private static long runs(MarketCluster cluster, String where) {
        return cluster.count(
                "SELECT count(*) FROM job_executions WHERE job_group = 'bots' AND outcome = 'SUCCEEDED' AND " + where);
    }

    private static long ticks(MarketCluster cluster) {
        return new Instruments(cluster.redis)
                .all().stream().mapToLong(Instrument::seq).sum();
    }
}
