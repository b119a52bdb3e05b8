package touchline.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.XTrimParams;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.news.NewsArchive;
import touchline.market.position.OpenRequest;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Epoch;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.junit.FaultProxy;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The events that listeners of two nodes receive, also after a reconnection. */
@ExtendWith(StoresExtension.class)
@SuppressWarnings("NullAway.Init")
class FanOutTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final UserId ALICE = UserId.of("alice");
    private static final StreamFilter EVERYTHING = new StreamFilter(null, ALICE);
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private final List<FanOut> nodes = new ArrayList<>();
    private String redisUrl;
    private RedisClient redis;
    private Prices prices;
    private Positions positions;

    @BeforeEach
    void open(TestStores stores) {
        redisUrl = stores.redisUrl();
        redis = RedisClient.create(redisUrl);
        Epoch.openWithoutBook(redis);
        prices = new Prices(redis, 5);
        positions = new Positions(redis, MarketRules.standard());
        new Wallets(redis)
                .open(ALICE, "Alice", UserKind.HUMAN, Money.coins(1_000_000))
                .orThrow();
    }

    @AfterEach
    void stop() {
        nodes.forEach(FanOut::stop);
        redis.close();
    }

    @Test
    void aListenerReceivesEveryEventOnceAndInOrder() {
        Client all = join(node(), EVERYTHING, null);
        Client some = join(nodes.get(0), new StreamFilter(Set.of(InstrumentId.of(2)), null), null);
        for (int n = 0; n < 20; n++) {
            prices.move(500);
            trade();
        }
        await().atMost(SOON).until(() -> all.events("price").size(), size -> size >= 10_000);
        await().atMost(SOON).until(() -> all.events("wallet").size(), size -> size >= 40);

        assertThat(all.events("price")).hasSize(10_000).doesNotHaveDuplicates();
        for (long id = 1; id <= 5; id++) {
            String one = "\"id\":\"" + id + "\"";
            assertThat(all.events("price").stream()
                            .filter(data -> data.contains(one))
                            .map(FanOutTest::seq))
                    .as("of instrument " + id)
                    .containsExactlyElementsOf(upTo(2_000));
        }
        assertThat(all.events("position")).hasSize(40);
        assertThat(all.events("position").get(0))
                .contains("\"direction\":\"LONG\"", "\"closeReason\":null", "\"unrealisedPnl\":null");
        assertThat(all.events("position").get(1)).contains("\"closeReason\":\"USER\"", "\"realisedPnl\":\"");
        assertThat(all.ids()).doesNotHaveDuplicates();
        await().atMost(SOON).until(() -> some.events("price").size() == 2_000);
        assertThat(some.events("price")).allMatch(data -> data.contains("\"id\":\"2\""));
        assertThat(some.text()).doesNotContain("event: wallet", "event: position", "event: resync");
    }

    /** Ten seconds at a thousand ticks a second, as fast as they can be made; cut off somewhere in the middle of what was sent, again and again. */
    @Test
    void aListenerThatResumesAtAnotherNodeReceivesEachEventOnce() {
        Random random = new Random(7);
        FanOut one = node();
        FanOut two = node();
        Client steady = join(one, EVERYTHING, null);
        List<String> heard = new ArrayList<>();
        String last = null;
        for (int n = 0; n < 10; n++) {
            Client cut = join(n % 2 == 0 ? one : two, EVERYTHING, last);
            String before = last;
            prices.move(500);
            trade();
            prices.move(1);
            await().atMost(SOON).until(() -> cut.has(prices.last()) && cut.ids().size() > (before == null ? 0 : 1));
            nodes.forEach(node -> node.leave(cut.listener));
            String part = cut.text();
            part = part.substring(0, part.length() / 2 + random.nextInt(part.length() / 2));
            heard.addAll(dispatched(part));
            last = lastId(part);
            prices.move(499); // while no listener is connected
            trade();
        }
        Client end = join(two, EVERYTHING, last);
        await().atMost(SOON).until(() -> end.has(prices.last()) && steady.has(prices.last()));
        await().atMost(SOON)
                .until(() -> steady.events("position").size() == 40
                        && end.ids().contains(steady.ids().get(steady.ids().size() - 1)));
        heard.addAll(dispatched(end.text()));

        List<String> all = dispatched(steady.text());
        assertThat(all).hasSize(10_000 + 40 + 40);
        // The two streams may mingle otherwise on another node; each of them is in order.
        for (boolean ticks : new boolean[] {true, false}) {
            assertThat(heard.stream().filter(event -> event.startsWith("event: price") == ticks))
                    .containsExactlyElementsOf(all.stream()
                            .filter(event -> event.startsWith("event: price") == ticks)
                            .toList());
        }
        assertThat(end.text()).doesNotContain("event: resync");
    }

    @Test
    void aNewNodeResumesFromWhatItReadAtItsStart() {
        goesOn(FanOut.Rules.usual(10));
    }

    @Test
    void aNodeResumesFromRedisBeforeItsRing() {
        goesOn(new FanOut.Rules(10, 1_000, Duration.ZERO, Duration.ofMillis(5), Duration.ofMinutes(5)));
    }

    private void goesOn(FanOut.Rules rules) {
        Client first = join(node(), EVERYTHING, null);
        prices.move(10);
        await().atMost(SOON).until(() -> first.has(prices.last()));
        prices.move(1_000);
        trade();
        await().atMost(SOON).until(() -> first.events("wallet").size() == 2);

        String id = first.ids().get(5);
        FanOut late = node(rules);
        assertThat(join(late, EVERYTHING, null).events("price"))
                .as("earlier events for a new listener")
                .isEmpty();
        Client again = join(late, EVERYTHING, id);
        prices.move(1);
        await().atMost(SOON).until(() -> again.has(prices.last()) && first.has(prices.last()));
        assertThat(again.text()).doesNotContain("event: resync");
        String after = first.text().substring(first.text().indexOf("id: " + id + "\n"));
        assertThat(dispatched(again.text()))
                .containsExactlyInAnyOrderElementsOf(dispatched(after.substring(after.indexOf("\n\n") + 2)));
    }

    @Test
    void aSlowListenerReceivesTheLatestPricesAndDelaysNone() {
        FanOut node = node();
        Client quick = join(node, EVERYTHING, null);
        Client slow = join(node, EVERYTHING, null);
        slow.reads = false;
        prices.move(5_000);
        trade();
        prices.move(5_000);
        trade();
        await().atMost(SOON).until(() -> quick.events("price").size() == 10_000 && quick.has(prices.last()));

        slow.reads = true;
        await().atMost(SOON).until(() -> slow.has(prices.last()));
        await().atMost(SOON).until(() -> slow.events("wallet").size() == 4);
        assertThat(slow.events("price").size()).isBetween(5, 2 * Listener.SLOW_BEYOND);
        assertThat(slow.events("position")).isEqualTo(quick.events("position"));
        assertThat(latest(slow)).isEqualTo(latest(quick));
        assertThat(slow.text()).doesNotContain("event: resync");
    }

    @Test
    void anOvertakenListenerReceivesAResyncAndTheCurrentPrices() {
        FanOut node = node(new FanOut.Rules(10, 100, Duration.ZERO, Duration.ofMillis(5), Duration.ofMinutes(5)));
        Client quick = join(node, EVERYTHING, null);
        Client slow = join(node, EVERYTHING, null);
        slow.reads = false;
        for (int n = 0; n < 20; n++) {
            prices.move(50);
            await().atMost(SOON).until(() -> quick.has(prices.last()));
        }
        slow.reads = true;
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
        Client first = join(node, EVERYTHING, null);
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
        FanOut node = node(new FanOut.Rules(10, 1_000, Duration.ZERO, Duration.ofMillis(5), Duration.ofMillis(100)));
        Client listener = join(node, new StreamFilter(Set.of(InstrumentId.of(5)), null), null);
        Client other = join(node, EVERYTHING, null);
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
                    RedisConnections.to(proxy.url(redisUrl)), new NewsArchive(redis), JSON, FanOut.Rules.usual(100));
            nodes.add(node);
            node.start();
            await().atMost(SOON).until(() -> node.listener(EVERYTHING).isPresent());
            Client client = join(node, EVERYTHING, null);
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
        FanOut node = node(new FanOut.Rules(3, 100, Duration.ZERO, Duration.ofMillis(5), Duration.ofSeconds(5)));
        List<Client> in = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            in.add(join(node, EVERYTHING, null));
        }
        assertThat(node.listener(EVERYTHING)).isEmpty();
        node.leave(in.get(0).listener);
        node.leave(in.get(0).listener);
        assertThat(node.listeners()).isEqualTo(2);
        assertThat(in.get(0).ended).isTrue();
        assertThat(node.listener(EVERYTHING)).isPresent();
        node.stop();
        assertThat(in.get(1).ended && in.get(2).ended).isTrue();
        assertThat(node.listener(EVERYTHING)).isEmpty();
    }

    private void trade() {
        PositionId id = positions
                .open(new OpenRequest(
                        ALICE, InstrumentId.of(1), Direction.LONG, Quantity.of(1), 2, null, null, null, null))
                .orThrow()
                .id();
        positions.closeByUser(ALICE, id);
    }

    private FanOut node() {
        return node(FanOut.Rules.usual(100));
    }

    private FanOut node(FanOut.Rules rules) {
        FanOut node = new FanOut(RedisConnections.to(redisUrl), new NewsArchive(redis), JSON, rules);
        nodes.add(node);
        node.start();
        await().atMost(SOON).until(() -> node.listener(EVERYTHING).isPresent());
        return node;
    }

    private static Client join(FanOut node, StreamFilter interest, @Nullable String lastId) {
        Client client = new Client(node.listener(interest).orElseThrow());
        assertThat(node.join(client.listener, client, lastId)).isTrue();
        client.write();
        return client;
    }

    /** The events that a browser would dispatch: those whose last line has come. */
    private static List<String> dispatched(String text) {
        List<String> events = new ArrayList<>();
        for (String block : text.substring(0, text.lastIndexOf("\n\n") + 2).split("\n\n", -1)) {
            if (block.contains("data: ")) {
                events.add(block.substring(block.indexOf("event: ")));
            }
        }
        return events;
    }

    /** As a browser has it: of a block that is not whole the id doesn't count. */
    private static String lastId(String text) {
        String whole = text.substring(0, text.lastIndexOf("\n\n") + 2);
        int at = whole.lastIndexOf("id: ");
        return whole.substring(at + 4, whole.indexOf('\n', at));
    }

    private static long seq(String data) {
        return Long.parseLong(data.replaceFirst(".*\"seq\":(\\d+).*", "$1"));
    }

    private static List<Long> upTo(long last) {
        List<Long> numbers = new ArrayList<>();
        for (long n = 1; n <= last; n++) {
            numbers.add(n);
        }
        return numbers;
    }

    private static Set<String> latest(Client client) {
        return client.events("price").stream()
                .collect(Collectors.toMap(
                        data -> data.replaceFirst("\"seq\".*", ""), data -> data, (one, later) -> later))
                .values()
                .stream()
                .collect(Collectors.toSet());
    }

    /** A connection that may not read. */
    private static final class Client implements EventSink {
        private final Listener listener;
        private final StringBuilder heard = new StringBuilder();
        private volatile boolean reads = true;
        private volatile boolean ended;

        Client(Listener listener) {
            this.listener = listener;
        }

        @Override
        public synchronized boolean write() {
            while (reads && !ended) {
                byte[] next = listener.next();
                if (next == null) {
                    break;
                }
                heard.append(new String(next, StandardCharsets.UTF_8));
            }
            return !ended;
        }

        @Override
        public void end() {
            ended = true;
        }

        synchronized String text() {
            return heard.toString();
        }

        boolean has(String words) {
            return text().contains(words);
        }

        List<String> events(String type) {
            return dispatched(text()).stream()
                    .filter(event -> event.startsWith("event: " + type + "\n"))
                    .map(event -> event.substring(event.indexOf("data: ") + 6))
                    .toList();
        }

        List<String> ids() {
            return text().lines()
                    .filter(line -> line.startsWith("id: "))
                    .map(line -> line.substring(4))
                    .toList();
        }
    }
}
