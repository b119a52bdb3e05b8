package touchline.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.params.XTrimParams;
import touchline.market.instrument.InstrumentId;
import touchline.market.news.NewsArchive;
import touchline.market.store.RedisConnections;
import touchline.stores.junit.FaultProxy;

/** Listeners that are slow, unknown, too many, or cut off from Redis. */
class FanOutListenersTest extends FanOutSetup {
    @Test
    void aSlowListenerReceivesTheLatestPricesAndDelaysNone() {
        FanOut node = node();
        StreamReader quick = join(node, EVERYTHING, null);
        StreamReader slow = join(node, EVERYTHING, null);
        slow.reads(false);
        for (int half = 0; half < 2; half++) {
            for (int n = 0; n < 5; n++) {
                prices.move(1_000);
                // However busy the machine is, this one is never so far behind that it counts as slow.
                await().atMost(SOON).until(() -> quick.has(prices.last()));
            }
            trade();
        }
        await().atMost(SOON).until(() -> quick.events("price").size() == 10_000 && quick.has(prices.last()));

        slow.reads(true);
        await().atMost(SOON).until(() -> slow.has(prices.last()));
        await().atMost(SOON).until(() -> slow.events("wallet").size() == 4);
        assertThat(slow.events("price").size()).isBetween(5, 2 * Listener.SLOW_BEYOND);
        assertThat(slow.events("position")).isEqualTo(quick.events("position"));
        assertThat(latest(slow)).isEqualTo(latest(quick));
        assertThat(slow.text()).doesNotContain("event: resync");
    }

    @Test
    void anOvertakenListenerReceivesAResyncAndTheCurrentPrices() {
        FanOut node = node(new FanOut.Rules(
                10, 100, Duration.ZERO, Duration.ofMillis(5), Duration.ofMinutes(5), Duration.ofHours(1)));
        StreamReader quick = join(node, EVERYTHING, null);
        StreamReader slow = join(node, EVERYTHING, null);
        slow.reads(false);
        for (int n = 0; n < 20; n++) {
            prices.move(50);
            await().atMost(SOON).until(() -> quick.has(prices.last()));
        }
        slow.reads(true);
        await().atMost(SOON).until(() -> slow.has(prices.last()));
        assertThat(slow.text()).contains("event: resync");
        assertThat(latest(slow)).isEqualTo(latest(quick));
        assertThat(slow.events("price")).hasSizeLessThanOrEqualTo(105);

        prices.move(1);
        await().atMost(SOON).until(() -> slow.has(prices.last()));
        assertThat(slow.ids())
                .as("the ids go on")
                .contains(quick.ids().get(quick.ids().size() - 1));
    }

    @Test
    void anUnknownIdIsAnsweredWithResync() {
        FanOut node = node();
        for (String id : List.of(
                "nonsense", "", "1-1", "99999999999999-0_0-0", "0-0_99999999999999-5", "-1-0_0-0", "9".repeat(5_000))) {
            assertThat(join(node, EVERYTHING, id).text()).as(id).contains("event: resync");
        }
        StreamReader first = join(node, EVERYTHING, null);
        prices.move(2);
        await().atMost(SOON).until(() -> first.has(prices.last()));
        String id = first.ids().get(first.ids().size() - 2);
        prices.move(100);
        redis.xtrim("outbox:ticks", XTrimParams.xTrimParams().maxLen(10));
        assertThat(join(node(), EVERYTHING, id).text()).contains("event: resync");
        assertThat(join(node, EVERYTHING, id).text())
                .as("the ring still has it")
                .doesNotContain("event: resync");
    }

    @Test
    void pingsCarryTheOffset() {
        FanOut node = node(new FanOut.Rules(
                10, 1_000, Duration.ZERO, Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofHours(1)));
        StreamReader listener = join(node, new StreamFilter(Set.of(InstrumentId.of(5)), null), null);
        StreamReader other = join(node, EVERYTHING, null);
        prices.move(1); // of instrument 2
        await().atMost(SOON).until(() -> other.has(prices.last()));
        String id = other.ids().get(other.ids().size() - 1);
        await().atMost(SOON).until(() -> listener.has(": ping\nid: " + id + "\n\n") && listener.has(": ping\n\n"));
        assertThat(listener.events("price")).isEmpty();
    }

    /** Its connection seems open but carries nothing; the listener receives every event once there is a new one. */
    @Test
    void aNodeWithoutPacketsIsUnhealthyAndContinuesWithoutAGap() {
        try (FaultProxy proxy = FaultProxy.to(redisUrl)) {
            FanOut node = new FanOut(
                    RedisConnections.to(proxy.url(redisUrl)),
                    new NewsArchive(redis),
                    JSON,
                    FanOut.Rules.usual(100, Duration.ofHours(1)));
            nodes.add(node);
            node.start();
            await().atMost(SOON).until(() -> node.listener(EVERYTHING).isPresent());
            StreamReader client = join(node, EVERYTHING, null);
            prices.move(2);
            await().atMost(SOON).until(() -> client.has(prices.last()));
            assertThat(new StreamHealth(node).execute().isHealthy()).isTrue();

            proxy.loseEverything();
            prices.move(5);
            await().atMost(SOON).until(() -> !new StreamHealth(node).execute().isHealthy());
            assertThat(client.events("price")).hasSize(2);
            proxy.heal();

            await().atMost(SOON).until(() -> client.has(prices.last()));
            assertThat(client.events("price")).hasSize(7);
            await().atMost(SOON).until(() -> new StreamHealth(node).execute().isHealthy());
        }
    }

    @Test
    void theLimitOfListenersHolds() {
        FanOut node = node(new FanOut.Rules(
                3, 100, Duration.ZERO, Duration.ofMillis(5), Duration.ofSeconds(5), Duration.ofHours(1)));
        List<StreamReader> in = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            in.add(join(node, EVERYTHING, null));
        }
        assertThat(node.listener(EVERYTHING)).isEmpty();
        node.leave(in.get(0).listener());
        node.leave(in.get(0).listener());
        assertThat(node.listeners()).isEqualTo(2);
        assertThat(in.get(0).hasEnded()).isTrue();
        assertThat(node.listener(EVERYTHING)).isPresent();
        node.stop();
        assertThat(in.get(1).hasEnded() && in.get(2).hasEnded()).isTrue();
        assertThat(node.listener(EVERYTHING)).isEmpty();
    }

    private static Set<String> latest(StreamReader client) {
        return client.events("price").stream()
                .collect(Collectors.toMap(
                        data -> data.replaceFirst("\"seq\".*", ""), data -> data, (one, later) -> later))
                .values()
                .stream()
                .collect(Collectors.toSet());
    }
}
