package touchline.market.reconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import touchline.market.position.Position;
import touchline.market.presence.Presence;
import touchline.market.store.RedisAddress;
import touchline.market.store.RedisConnections;
import touchline.stores.junit.FaultProxy;

/** Which messages lead to a replay. */
class ReconnectListenerTest extends ReconnectSetup {
    @Test
    void publishedByHandAUserIsReplayedAndHisBreachClosesAtTheTickThatWasIt() {
        Position position = breached("alice");
        start();

        redisByHand.publish("user:reconnect", "alice");

        assertClosed(position);
        await().atMost(SOON).until(() -> lastSeen.of(position.user()).isPresent());
    }

    @Test
    void whileNobodyListensABreachStaysOpen() throws InterruptedException {
        Position position = breached("alice");
        ReconnectListener only = start();
        kill(only);
        // Redis hears of it a moment later.
        await().atMost(SOON)
                .until(() -> redisByHand.pubsubNumSub("user:reconnect").equals(Map.of("user:reconnect", 0L)));

        redisByHand.publish("user:reconnect", "alice");

        assertThat(market.positions.find(position.id()).orElseThrow().close()).isNull();
    }

    @Test
    void aMessageAfterAReplayIsAReplayAgain() {
        ReconnectListener listener = start();
        Position position = open("alice");
        redisByHand.publish("user:reconnect", "alice");
        await().atMost(SOON).until(() -> listener.status().replayed() == 1);
        breach();

        redisByHand.publish("user:reconnect", "alice");

        assertClosed(position);
    }

    @Test
    void aConnectionThatIsCutIsMadeAnew() {
        ReconnectListener listener = start();
        Position position = breached("alice");

        redisByHand.clientKill(new ClientKillParams().type(ClientType.PUBSUB));
        await().atMost(SOON).until(() -> !listener.status().listening());
        await().atMost(SOON).until(() -> listener.status().listening());
        redisByHand.publish("user:reconnect", "alice");

        assertClosed(position);
    }

    @Test
    void whatNamesNobodyIsCountedAndLeft() {
        ReconnectListener listener = start();
        Position position = breached("alice");

        redisByHand.publish("user:reconnect", "");
        redisByHand.publish("user:reconnect", "no such user!");
        redisByHand.publish("user:reconnect", "nobody");
        redisByHand.publish("user:reconnect", "alice");

        assertClosed(position);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(listener.status().unreadable()).isEqualTo(2));
    }

    @Test
    void aListenerWhosePacketsVanishSaysSoAndListensAgain() {
        try (FaultProxy proxy = FaultProxy.to(redisUrl)) {
            ReconnectListener listener =
                    start(new ReconnectListener(impatient(proxy.url(redisUrl)), market.redis, replay, lastSeen, 4));

            proxy.loseEverything();
            await().atMost(SOON).until(() -> !listener.status().listening());
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(listener.status().lastError()).isNotNull());
            proxy.heal();
            await().atMost(SOON).until(() -> listener.status().listening());
            Position position = breached("alice");
            redisByHand.publish("user:reconnect", "alice");

            assertClosed(position);
        }
    }

    @Test
    void whoComesBackByAConnectionIsReplayed() {
        start();
        Position position = breached("alice");

        new Presence(market.redis, lastSeen, "some-node").connect(position.user(), "tab 1");

        assertClosed(position);
    }

    /** Gives up a silent connection after a second. */
    private static RedisConnections impatient(String url) {
        return new RedisConnections(RedisAddress.parse(url, null), Duration.ofSeconds(1));
    }
}
