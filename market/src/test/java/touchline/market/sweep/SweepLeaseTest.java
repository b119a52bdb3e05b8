package touchline.market.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.StreamEntryID;
import touchline.market.lease.LeaseLostException;
import touchline.market.lease.Leases;
import touchline.market.position.Position;
import touchline.market.position.rule.CloseReason;
import touchline.stores.junit.TestStores;

/** Sweeps that share a lease, are interrupted or killed. */
class SweepLeaseTest extends MarginSweepSetup {
    @Test
    void aForeignHolderOfTheLeaseIsLeftAlone() throws Exception {
        Position position = open("alice", 2, 990_000);
        market.move(player, 985_000);
        flush();
        market.redis.set("lease:margin-backstop", "a Go process");

        assertThat(sweep("one")).isEmpty();

        assertThat(market.positions.find(position.id()).orElseThrow().close()).isNull();
        assertThat(market.redis.get("lease:margin-backstop")).isEqualTo("a Go process");
        market.redis.del("lease:margin-backstop");
        assertThat(sweep("one")).isPresent();
        assertClosed(position, CloseReason.STOP_LOSS, 985_000);
    }

    /** Tokens come from Postgres: a Redis that lost its data must not hand out one that an earlier holder has. */
    @Test
    void tokensGrowThoughRedisHasLostItsData() {
        Leases leases = new Leases(market.redis, jdbi, "one");
        long before = token(leases);
        market.redis.flushAll();
        assertThat(token(leases)).isGreaterThan(before);
    }

    private static long token(Leases leases) {
        return leases.acquire("lease:margin-backstop", Duration.ofMinutes(1))
                .orElseThrow()
                .token()
                .value();
    }

    @Test
    void theLeaseIsGivenBack() throws Exception {
        sweep("one");

        assertThat(market.redis.exists("lease:margin-backstop")).isFalse();
    }

    @Test
    void aSweepWhoseLeaseWasTakenClosesNothingMoreAndStops() {
        List<Position> positions = new ArrayList<>();
        for (int n = 10; n < 30; n++) {
            positions.add(open("user-" + n, 2, 990_000));
        }
        market.move(player, 985_000);
        flush();
        Leases other = new Leases(market.redis, jdbi, "other");

        // As if it had slept for longer than its lease after the first page, while another took it.
        SweepListener asleep = new SweepListener() {
            @Override
            public void progress(int percent, String words) {
                if (words.startsWith("page 1,")) {
                    market.redis.del("lease:margin-backstop");
                    assertThat(other.acquire("lease:margin-backstop", Duration.ofMinutes(1)))
                            .isPresent();
                }
            }

            @Override
            public void note(String line) {}
        };

        assertThatThrownBy(() -> sweeper("one").everyUserWithAnOpenPosition(asleep))
                .isInstanceOf(LeaseLostException.class);
        long open = positions.stream()
                .filter(position ->
                        market.positions.find(position.id()).orElseThrow().close() == null)
                .count();
        assertThat(open).as("only the first page was closed").isEqualTo(15);
        assertThat(other.holder("lease:margin-backstop"))
                .as("it is the other's still")
                .isPresent();
    }

    @Test
    void aSweepThatWasInterruptedIsGoneOnWithWhereItStopped() throws Exception {
        for (int n = 10; n < 30; n++) {
            open("user-" + n, 2, 990_000);
        }
        flush();
        SweepListener interrupting = new SweepListener() {
            @Override
            public void progress(int percent, String words) {
                if (words.startsWith("page 2,")) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void note(String line) {}
        };
        assertThatThrownBy(() -> sweeper("one").everyUserWithAnOpenPosition(interrupting))
                .isInstanceOf(InterruptedException.class);

        SweepSummary swept = sweep("two").orElseThrow();

        assertThat(notes).contains("the last sweep reached user-19; this one starts after that user");
        assertThat(swept.users()).as("and reaches everyone all the same").isEqualTo(20);
        assertThat(market.redis.exists("sweep:margin")).isFalse();
    }

    @Test
    void aSweepWhoseNodeIsKilledIsGoneOnWithByAnotherAndNothingIsDoubled(TestStores stores, @TempDir Path logs)
            throws Exception {
        List<Position> breached = new ArrayList<>();
        for (int n = 10; n < 30; n++) {
            breached.add(open("user-" + n, 2, 990_000));
        }
        market.move(player, 985_000);
        market.move(player, 1_000_000);
        flush();
        Process node = SweepNode.start(stores, logs.resolve("node.log"));
        try {
            await().atMost(Duration.ofMinutes(3)).until(() -> market.redis.exists(SweepNode.AFTER_TWO_PAGES));
            assertThat(sweep("other")).as("while it lives").isEmpty();
        } finally {
            node.destroyForcibly().onExit().join();
        }
        assertThat(sweep("other")).as("while its lease does").isEmpty();
        market.redis.pexpire("lease:margin-backstop", 1); // its half minute has passed

        await().atMost(SOON).until(() -> !market.redis.exists("lease:margin-backstop"));
        SweepSummary swept = sweep("other").orElseThrow();

        assertThat(notes).contains("the last sweep reached user-19; this one starts after that user");
        assertThat(swept.closed()).isEqualTo(10);
        breached.forEach(position -> assertClosed(position, CloseReason.STOP_LOSS, 985_000));
        long closes = market.redis.xrange("outbox:trades", (StreamEntryID) null, null).stream()
                .filter(entry -> "close".equals(entry.getFields().get("type")))
                .count();
        assertThat(closes).isEqualTo(20);
        assertThat(market.sumOfAllAccounts()).isZero();
    }
}
