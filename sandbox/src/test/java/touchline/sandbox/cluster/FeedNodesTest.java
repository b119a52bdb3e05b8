package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.simulator.SimulatorOptions;
import touchline.simulator.recording.Fault;
import touchline.simulator.recording.Recording;
import touchline.simulator.recording.Recording.RecordedPlayer;
import touchline.simulator.recording.Recording.RecordedSquad;
import touchline.stores.junit.SettableClock;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/**
 * The poller and the squad sync on two whole nodes: with them running while the polling node is killed, and with both paused. The test sets the match's clock.
 */
@ExtendWith(StoresExtension.class)
class FeedNodesTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Recording MATCH = Recording.shipped();
    private static final RecordedSquad HOME = MATCH.squads().get(0);
    private static final long FIXTURE = MATCH.fixture().id();
    private static final RecordedPlayer LEAVER = HOME.players().get(15);
    private static final RecordedPlayer NEWCOMER = new RecordedPlayer(991_999, "Nova Newcomer", 24, 99, null);
    private static final RecordedPlayer LATECOMER = new RecordedPlayer(991_998, "Lata Latecomer", 27, 98, null);
    private static final String LAST_POLLER =
            "SELECT node FROM job_executions WHERE job_name = 'poll' ORDER BY id DESC LIMIT 1";

    private final SettableClock clock =
            new SettableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1));
    private final Client fan = new Client("fan");
    private final Map<Long, MarketNodeProcess> nodes = new HashMap<>();

    @Test
    void theMatchIsFollowedThroughSilenceAndDeathAndStandsStillWhereNobodyFollowsIt(TestStores stores)
            throws Exception {
        SimulatorOptions options = SimulatorOptions.defaults()
                .withClock(clock)
                .withKickOffDelay(Duration.ZERO)
                .withCallsPerHour(1_000_000);
        try (MarketCluster cluster = new MarketCluster(stores, List.of(MATCH), options)) {
            for (int n = 0; n < 2; n++) {
                MarketNodeProcess node = cluster.node(Map.of(
                        "BOT_ENABLED", "0",
                        "SPORTMONKS_CALLS_PER_HOUR", "1000000",
                        "FEED_LIVE", "500ms",
                        "FEED_IDLE", "1s",
                        "FEED_SQUADS_EVERY", "1s",
                        "FEED_SILENT_AFTER", "15s",
                        "FEED_SETTLE_AFTER", "1s",
                        "FEED_VANISH_AFTER", "1s"));
                nodes.put(node.pid(), node);
            }
            await().atMost(LONG).until(() -> trades(HOME.players().get(0)));

            playUntil(700);
            await().atMost(LONG).until(() -> events(cluster) == 1);
            squadsAreFollowed(cluster);
            silenceFreezesOnEveryNodeAndTheDeathOfThePollerDoesNotKeepItFrozen(cluster);
            withoutThemPricesStandStillNobodyIsListedAndNothingIsSettled(cluster);
            withThemEverythingIsMadeUpFor(cluster);

            for (MarketNodeProcess node : nodes.values()) {
                node.stop();
            }
            AuditReport audit = new Audit(cluster.redis, cluster.jdbi).run();
            assertThat(audit.ok()).as(audit.toString()).isTrue();
        }
    }

    private void squadsAreFollowed(MarketCluster cluster) throws Exception {
        assertThat(buy(LEAVER.id()).status()).isEqualTo(201);
        List<RecordedPlayer> players = new ArrayList<>(HOME.players());
        players.remove(LEAVER);
        players.add(NEWCOMER);

        cluster.simulator.squad(new RecordedSquad(HOME.teamId(), HOME.teamName(), players));

        await().atMost(LONG).until(() -> get("/v1/instruments/" + NEWCOMER.id()).status() == 200);
        assertThat(get("/v1/instruments/" + NEWCOMER.id()).body().path("price").asText())
                .isEqualTo("60.0000");
        await().atMost(LONG)
                .until(() -> get("/v1/instruments/" + LEAVER.id())
                        .body()
                        .path("delisted")
                        .asBoolean());
        assertProblem(buy(LEAVER.id()), "instrument-delisted");
        assertThat(order(LEAVER.id(), "SELL").status()).as("a holder may sell").isEqualTo(201);
    }

    private void silenceFreezesOnEveryNodeAndTheDeathOfThePollerDoesNotKeepItFrozen(MarketCluster cluster)
            throws Exception {
        cluster.simulator.fault(Fault.SILENT, Duration.ofDays(1));
        for (MarketNodeProcess node : nodes.values()) {
            await().atMost(LONG)
                    .until(() -> fan.get(node.port(), "/v1/status")
                            .body()
                            .path("frozen")
                            .path(0)
                            .path("because")
                            .asText()
                            .equals("feed-silent"));
            assertProblem(buy(node, HOME.players().get(0).id()), "instrument-frozen");
            assertThat(fan.get(node.port(), "/v1/fixtures/" + FIXTURE)
                            .body()
                            .path("frozenBecause")
                            .asText())
                    .isEqualTo("feed-silent");
        }
        await().atMost(LONG)
                .until(() -> instrument(HOME.players().get(0))
                        .path("frozenBecause")
                        .asText()
                        .equals("feed-silent"));
        await().atMost(LONG)
                .until(() -> cluster.count(
                                "SELECT count(*) FROM job_alerts WHERE rule = 'feed-silent' AND closed_at IS NULL")
                        == 1);

        killThePoller(cluster);
        playUntil(2_000);
        cluster.simulator.heal();

        await().atMost(LONG).until(() -> trades(HOME.players().get(0)));
        assertThat(instrument(HOME.players().get(0)).path("frozen").asBoolean()).isFalse();
        await().atMost(LONG).until(() -> events(cluster) == 5); // three of the match, and the saves of both keepers
    }

    private void withoutThemPricesStandStillNobodyIsListedAndNothingIsSettled(MarketCluster cluster) throws Exception {
        cluster.jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO job_pauses (job_group, job_name, actor, reason)
                VALUES ('sportmonks', 'poll', 'test', 'off'), ('sportmonks', 'squads', 'test', 'off')
                """));
        await().atMost(LONG)
                .until(() -> cluster.count(
                                "SELECT count(*) FROM job_executions WHERE job_group = 'sportmonks' AND outcome = 'RUNNING'")
                        == 0);
        long received = events(cluster);
        List<RecordedPlayer> players = new ArrayList<>(HOME.players());
        players.add(LATECOMER);
        cluster.simulator.squad(new RecordedSquad(HOME.teamId(), HOME.teamName(), players));
        playUntil(6_800);
        assertThat(cluster.simulator.finished()).isTrue();

        // By now nobody has polled for as long as the feed may be silent.
        await().atMost(LONG).until(() -> !trades(HOME.players().get(0)));
        assertThat(events(cluster)).as("events of a match that nobody polls").isEqualTo(received);
        assertThat(cluster.count("SELECT count(*) FROM fixture_settlements")).isZero();
        assertThat(cluster.count("SELECT count(*) FROM spot_holdings"))
                .as("what is held past the whistle")
                .isPositive();
        assertThat(get("/v1/instruments/" + LATECOMER.id()).status()).isEqualTo(404);
    }

    private void withThemEverythingIsMadeUpFor(MarketCluster cluster) throws Exception {
        cluster.jdbi.useHandle(handle -> handle.execute("DELETE FROM job_pauses"));

        await().atMost(LONG)
                .until(() -> cluster.count("SELECT count(*) FROM fixture_settlements WHERE step = 'DONE'") == 1);
        await().atMost(LONG)
                .until(() -> get("/v1/instruments/" + LATECOMER.id()).status() == 200);
        await().atMost(LONG).until(() -> cluster.count("SELECT count(*) FROM spot_holdings") == 0);
        JsonNode fixture = get("/v1/fixtures/" + FIXTURE).body();
        assertThat(fixture.path("score").asText()).isEqualTo("3-2");
        assertThat(fixture.path("state").asText()).isEqualTo("FT");
        assertThat(trades(HOME.players().get(0))).isTrue();
    }

    private void killThePoller(MarketCluster cluster) throws InterruptedException {
        String poller = cluster.jdbi.withHandle(
                handle -> handle.createQuery(LAST_POLLER).mapTo(String.class).one());
        String[] parts = poller.split("-", -1);
        MarketNodeProcess killed = nodes.remove(Long.parseLong(parts[parts.length - 2]));
        assertThat(killed).as("no node of ours is called " + poller).isNotNull();
        if (killed != null) {
            killed.kill();
        }
    }

    /** Seconds of the match; it stands still in between. */
    private void playUntil(int second) {
        Instant kickOff = started;
        clock.advance(Duration.between(clock.instant(), kickOff.plusSeconds(second)));
    }

    private final Instant started = clock.instant();

    private static long events(MarketCluster cluster) {
        return cluster.count("SELECT count(*) FROM match_events");
    }

    private boolean trades(RecordedPlayer player) throws Exception {
        Client.Answer answer = buy(player.id());
        return answer.status() == 201;
    }

    private JsonNode instrument(RecordedPlayer player) throws Exception {
        return get("/v1/instruments/" + player.id()).body();
    }

    private Client.Answer buy(long instrument) throws Exception {
        return order(instrument, "BUY");
    }

    private Client.Answer buy(MarketNodeProcess node, long instrument) throws Exception {
        return order(node, instrument, "BUY");
    }

    private Client.Answer order(long instrument, String side) throws Exception {
        return order(nodes.values().iterator().next(), instrument, side);
    }

    private Client.Answer order(MarketNodeProcess node, long instrument, String side) throws Exception {
        return fan.post(
                node.port(),
                "/v1/orders",
                null,
                "{\"instrumentId\":\"%d\",\"side\":\"%s\",\"quantity\":1}".formatted(instrument, side));
    }

    private Client.Answer get(String path) throws Exception {
        return fan.get(nodes.values().iterator().next().port(), path);
    }

    private static void assertProblem(Client.Answer answer, String slug) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(409);
        assertThat(answer.body().path("type").asText()).endsWith(slug);
    }
}
