package touchline.market.reconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.LastSeen;
import touchline.market.margin.ReplayLastSeen;
import touchline.market.margin.TickArchive;
import touchline.market.margin.TickTape;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Close;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.presence.Presence;
import touchline.market.script.LuaScript;
import touchline.market.store.RedisAddress;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.stores.junit.FaultProxy;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Two listeners, as on two nodes, and a plain client that publishes by hand, as a foreign process would. */
@ExtendWith(StoresExtension.class)
class ReconnectListenerTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private TestMarket market;
    private Jedis redisByHand;
    private String redisUrl;
    private RedisConnections connections;
    private LastSeen lastSeen;
    private ReplayLastSeen replay;
    private InstrumentId player;
    private final Map<ReconnectListener, Thread> running = new HashMap<>();

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        redisUrl = stores.redisUrl();
        connections = RedisConnections.to(redisUrl);
        redisByHand = new Jedis(stores.redisUrl());
        lastSeen = new LastSeen(market.redis);
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        replay = new ReplayLastSeen(market.positions, new TickArchive(new TickTape(market.redis), jdbi), lastSeen);
        player = market.list(1, 100, 1_000_000, 100_000);
    }

    @AfterEach
    void close() throws InterruptedException {
        for (ReconnectListener listener : List.copyOf(running.keySet())) {
            kill(listener);
        }
        redisByHand.close();
        market.close();
    }

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
    void whileOneNodeIsKilledTheOtherReplaysEveryoneWhoComesBack() throws InterruptedException {
        List<Position> positions = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            positions.add(open("user-" + n));
        }
        breach();
        ReconnectListener killed = start();
        start();
        positions.forEach(position ->
                redisByHand.publish("user:reconnect", position.user().value()));

        kill(killed);

        assertAllClosed(positions);
    }

    @Test
    void twoNodesShareTheWorkAndCloseOnce() {
        List<Position> positions = new ArrayList<>();
        for (int n = 0; n < 300; n++) {
            positions.add(open("user-" + n));
        }
        breach();
        ReconnectListener one = start();
        ReconnectListener two = start();

        positions.forEach(position ->
                redisByHand.publish("user:reconnect", position.user().value()));

        assertAllClosed(positions);
        await().atMost(SOON)
                .until(() -> one.status().waiting() == 0 && two.status().waiting() == 0);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(one.status().closed() + two.status().closed())
                                .isEqualTo(300));
        assertThat(market.sumOfAllAccounts()).isZero();
    }

    @Test
    void aUserWhomADeadNodeHadClaimedIsReplayedOnceItsClaimRunsOut() {
        Position position = breached("alice");
        redisByHand.set("reconnect:alice", "a node that died");
        redisByHand.pexpire("reconnect:alice", 300);
        start();

        redisByHand.publish("user:reconnect", "alice");

        assertClosed(position);
    }

    @Test
    void aClaimIsGivenBackByItsClaimantAlone() {
        redisByHand.set("reconnect:alice", "another node");
        LuaScript release = LuaScript.beside(SharedReplay.class, "replay_release");

        assertThat(release.run(market.redis, List.of("reconnect:alice"), List.of("this node"))
                        .word())
                .isEqualTo("not-held");
        assertThat(redisByHand.get("reconnect:alice")).isEqualTo("another node");
        assertThat(release.run(market.redis, List.of("reconnect:alice"), List.of("another node"))
                        .word())
                .isEqualTo("released");
        assertThat(redisByHand.exists("reconnect:alice")).isFalse();
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
    void tenThousandAtOnceAreWorkedOff() {
        ReconnectListener one = start();
        ReconnectListener two = start();
        Position position = breached("user-9999");

        long began = System.nanoTime();
        try (AbstractPipeline pipeline = market.redis.pipelined()) {
            for (int n = 0; n < 10_000; n++) {
                pipeline.publish("user:reconnect", "user-" + n);
            }
        }

        await().atMost(Duration.ofMinutes(2))
                .until(() -> one.status().received() == 10_000
                        && two.status().received() == 10_000
                        && one.status().waiting() == 0
                        && two.status().waiting() == 0);
        System.out.printf(
                "10,000 reconnects on two listeners: %d ms, replayed %d + %d, left to the other %d + %d%n",
                (System.nanoTime() - began) / 1_000_000,
                one.status().replayed(),
                two.status().replayed(),
                one.status().elsewhere(),
                two.status().elsewhere());
        assertClosed(position);
        assertThat(one.status().overflowed() + two.status().overflowed()).isZero();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(one.status().replayed() + two.status().replayed())
                                .isGreaterThanOrEqualTo(10_000));
    }

    @Test
    void whatThereIsNoRoomForIsCountedAndLeftToTheSweeper() {
        ReconnectListener small = start(new ReconnectListener(connections, market.redis, replay, lastSeen, 1, 10));
        redisByHand.set("reconnect:busy", "somebody");

        try (AbstractPipeline pipeline = market.redis.pipelined()) {
            for (int n = 0; n < 2_000; n++) {
                pipeline.publish("user:reconnect", "user-" + n);
            }
        }

        await().atMost(SOON)
                .until(() ->
                        small.status().received() == 2_000 && small.status().waiting() == 0);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(small.status().overflowed()).isPositive());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(small.status().replayed()).isPositive());
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

    private ReconnectListener start() {
        return start(new ReconnectListener(connections, market.redis, replay, lastSeen, 4));
    }

    private ReconnectListener start(ReconnectListener listener) {
        Thread thread = new Thread(listener);
        thread.start();
        running.put(listener, thread);
        await().atMost(SOON).until(() -> listener.status().listening());
        return listener;
    }

    private void kill(ReconnectListener listener) throws InterruptedException {
        Thread thread = running.remove(listener);
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
    }

    private Position breached(String user) {
        Position position = open(user);
        breach();
        return position;
    }

    private Position open(String user) {
        UserId id = market.user(user, Money.coins(1_000));
        return market.positions
                .open(new OpenRequest(
                        id, player, Direction.LONG, Quantity.of(1), 2, Price.of(990_000), null, null, null))
                .orThrow();
    }

    private void breach() {
        market.move(player, 985_000);
        market.move(player, 1_000_000);
    }

    /** Gives up a silent connection after a second. */
    private static RedisConnections impatient(String url) {
        return new RedisConnections(RedisAddress.parse(url, null), Duration.ofSeconds(1));
    }

    private void assertAllClosed(List<Position> positions) {
        await().atMost(SOON).until(() -> market.positions.openOn(player).isEmpty());
        positions.forEach(this::assertClosed);
    }

    private void assertClosed(Position position) {
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .until(() -> market.positions.find(position.id()).orElseThrow().close() != null);
        Close close = market.positions.find(position.id()).orElseThrow().close();
        assertThat(close).isNotNull();
        if (close != null) {
            assertThat(close.reason()).isEqualTo(CloseReason.STOP_LOSS);
            assertThat(close.price()).isEqualTo(Price.of(985_000));
        }
    }
}
