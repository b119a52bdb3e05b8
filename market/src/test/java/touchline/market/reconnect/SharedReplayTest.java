package touchline.market.reconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.AbstractPipeline;
import touchline.market.position.Position;
import touchline.market.script.LuaScript;

/** Two nodes that share the users who come back. */
class SharedReplayTest extends ReconnectSetup {
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

    private void assertAllClosed(List<Position> positions) {
        await().atMost(SOON).until(() -> market.positions.openOn(player).isEmpty());
        positions.forEach(this::assertClosed);
    }
}
