package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.margin.LastSeen;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.presence.Presence;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A listener loses its node, stays away for ten seconds during a few hundred trades a second, and continues at another node without a gap. */
@ExtendWith(StoresExtension.class)
@Tag("chaos") // FanOutTest shows the same within seconds
class StreamNodesTest {
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int PLAYERS = 3;
    private static final UserId WHALE = UserId.of("whale");

    @Test
    void aListenerContinuesAtAnotherNodeWithoutAGap(TestStores stores) throws Exception {
        try (MarketCluster cluster = new MarketCluster(stores, List.of(Recording.shipped()), 40)) {
            Map<String, String> quiet = Map.of("SPORTMONKS_API_KEY", "", "BOT_ENABLED", "0", "STREAM_SLOW_AFTER", "1h");
            MarketNodeProcess one = cluster.node(quiet);
            MarketNodeProcess two = cluster.node(quiet);
            list(cluster);
            AtomicBoolean over = new AtomicBoolean();
            AtomicLong orders = new AtomicLong();
            Thread traffic = new Thread(() -> trade(cluster, over, orders), "traffic");
            StreamConnection first = new StreamConnection(one.port(), null);
            await().atMost(SOON).until(() -> first.lastId() != null);
            StreamConnection other = new StreamConnection(two.port(), null);
            await().atMost(SOON).until(() -> other.lastId() != null);
            traffic.start();
            await().atMost(SOON).until(() -> first.count("event: price") > 500);
            Presence presence = new Presence(cluster.redis, new LastSeen(cluster.redis), "test");
            assertThat(presence.connections(WHALE)).isEqualTo(2);

            one.kill();
            Instant cut = Instant.now();
            await().atMost(SOON).until(first::hasEnded);
            await().atMost(SOON)
                    .until(() -> Duration.between(cut, Instant.now()).toSeconds() >= 10);
            StreamConnection again = new StreamConnection(two.port(), first.lastId());
            long then = orders.get();
            await().atMost(SOON).until(() -> orders.get() > then + 500);
            over.set(true);
            traffic.join();
            await().atMost(SOON)
                    .until(() -> again.count("event: wallet") + first.count("event: wallet") == orders.get());

            List<String> received = new ArrayList<>(first.prices());
            received.addAll(again.prices());
            Map<String, List<Long>> seqs = new TreeMap<>();
            received.forEach(data -> seqs.computeIfAbsent(
                            data.replaceFirst(".*\"id\":\"(\\d+)\".*", "$1"), id -> new ArrayList<>())
                    .add(Long.parseLong(data.replaceFirst(".*\"seq\":(\\d+).*", "$1"))));
            assertThat(seqs).hasSize(PLAYERS);
            seqs.forEach((id, some) -> {
                List<Long> all = new ArrayList<>();
                for (long seq = 1;
                        seq
                                <= new Instruments(cluster.redis)
                                        .find(InstrumentId.parse(id))
                                        .orElseThrow()
                                        .seq();
                        seq++) {
                    all.add(seq);
                }
                assertThat(some).as("prices of " + id).isEqualTo(all);
            });
            assertThat(again.count("event: resync")).isZero();
            await().atMost(SOON).until(() -> presence.connections(WHALE) == 2); // the connections to the living node
        }
    }

    private static void list(MarketCluster cluster) {
        for (long id = 1; id <= PLAYERS; id++) {
            new Instruments(cluster.redis)
                    .list(new Listing(
                            InstrumentId.of(id),
                            "Player " + id,
                            100,
                            "Team",
                            "Midfielder",
                            Price.of(1_000_000),
                            100_000));
        }
        new Wallets(cluster.redis)
                .open(WHALE, "whale", UserKind.HUMAN, Money.coins(50_000_000))
                .orThrow();
    }

    private static void trade(MarketCluster cluster, AtomicBoolean over, AtomicLong orders) {
        SpotTrading spot = new SpotTrading(cluster.redis, MarketRules.standard());
        for (long n = 0; !over.get(); n++) {
            Side side = n / PLAYERS % 2 == 0 ? Side.BUY : Side.SELL;
            spot.place(new OrderRequest(WHALE, InstrumentId.of(1 + n % PLAYERS), side, Quantity.of(10), null, null))
                    .orThrow();
            orders.incrementAndGet();
            LockSupport.parkNanos(
                    2_000_000); // what a node keeps is bounded: ten seconds of all that Redis can do would be a resync
        }
    }

    /** A connection of the whale to a node's stream. */
    private static final class StreamConnection {
        private final List<String> lines = new ArrayList<>();
        private volatile boolean ended;

        StreamConnection(int port, @Nullable String lastId) {
            Thread thread = new Thread(() -> listen(port, lastId), "stream-connection");
            thread.setDaemon(true);
            thread.start();
        }

        private void listen(int port, @Nullable String lastId) {
            try {
                HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/v1/stream")
                        .toURL()
                        .openConnection();
                connection.setRequestProperty("Authorization", "Bearer " + MarketCluster.token(WHALE.value()));
                if (lastId != null) {
                    connection.setRequestProperty("Last-Event-ID", lastId);
                }
                try (BufferedReader reader = new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                        add(line);
                    }
                }
            } catch (IOException killed) {
                // expected
            }
            ended = true;
        }

        private synchronized void add(String line) {
            lines.add(line);
        }

        boolean hasEnded() {
            return ended;
        }

        /** Only whole events count. */
        private synchronized List<String> whole() {
            return new ArrayList<>(lines.subList(0, lines.lastIndexOf("") + 1));
        }

        long count(String line) {
            return whole().stream().filter(line::equals).count();
        }

        List<String> prices() {
            return whole().stream()
                    .filter(line -> line.startsWith("data: ") && line.contains("\"seq\":"))
                    .toList();
        }

        @Nullable
        String lastId() {
            return whole().stream()
                    .filter(line -> line.startsWith("id: "))
                    .reduce((before, after) -> after)
                    .map(line -> line.substring(4))
                    .orElse(null);
        }
    }
}
