package touchline.market.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.outbox.OutboxLags;
import touchline.stores.redis.RedisProcess;

/** A Redis that has lost data takes nothing. */
class RedisLossTest extends RedisLossSetup {
    @Test
    void aReplicaThatLacksTheTailTakesNothingAndARebuildCures() throws Exception {
        try (RedisProcess replica = RedisProcess.start(directory.resolve("replica"));
                Jedis standby = replica.connect()) {
            standby.replicaof("127.0.0.1", primary.port());
            await().atMost(SOON).until(() -> standby.info("replication").contains("master_link_status:up"));
            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades)); // a first replica changes the id
            await().atMost(SOON).until(() -> sameEnd(standby));
            standby.replicaofNoOne();
            acknowledge(40);
            await().atMost(SOON).until(this::isDrained);
            long orders = count("SELECT count(*) FROM orders");

            primary.kill();
            address.pointAt(replica.port());

            assertNothingIsTaken(Shut.Reason.REBUILD_NEEDED);
            assertThat(count("SELECT count(*) FROM orders")).isEqualTo(orders);
            assertThat(count("SELECT count(*) FROM outbox_dead_letters")).isZero();
            try (RedisClient redis = connect()) {
                assertThat(new Epoch(redis, jdbi).open())
                        .hasValueSatisfying(
                                shut -> assertThat(shut.detail()).contains("lost data", "hydrate", "--force"));
            }

            rebuild();
            // the very nodes, which nobody has started again
            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
        }
    }

    @Test
    void aRedisRestoredFromAnOldCopyTakesNothing() throws Exception {
        Path log = directory.resolve("primary/appendonly.aof");
        Path old = directory.resolve("old.aof");
        Files.copy(log, old);
        acknowledge(20);
        await().atMost(SOON).until(this::isDrained);
        primary.kill();
        Files.copy(old, log, StandardCopyOption.REPLACE_EXISTING);
        primary.startAgain();

        assertNothingIsTaken(Shut.Reason.REBUILD_NEEDED);
        rebuild();
    }

    /** The damage is in the middle: Redis takes a torn end for a write that a crash cut off, and drops it. */
    @Test
    void aCorruptLogIsRefusedAndTheMarketIsRebuiltFromTheBook() throws Exception {
        acknowledge(20);
        await().atMost(SOON).until(this::isDrained);
        Path log = directory.resolve("primary/appendonly.aof");
        primary.kill();
        String commands = Files.readString(log, StandardCharsets.ISO_8859_1);
        int command = commands.indexOf("\r\n*", commands.length() / 2) + 2;
        Files.writeString(
                log,
                commands.substring(0, command) + "x".repeat(64) + commands.substring(command + 64),
                StandardCharsets.ISO_8859_1);

        assertThatThrownBy(primary::startAgain).hasMessageContaining("does not start");
        await().atMost(SOON)
                .until(() -> nodes.stream()
                        .allMatch(node -> node.monitor
                                .shut()
                                .map(Shut::reason)
                                .equals(Optional.of(Shut.Reason.STORE_UNAVAILABLE))));
        assertThat(nodes).noneMatch(Node::trades);
        Files.move(log, directory.resolve("corrupt.aof"));
        primary.startAgain();

        assertNothingIsTaken(Shut.Reason.REBUILD_NEEDED);
        rebuild();
    }

    @Test
    void anEmptyRedisAndAnEmptiedOneTakeNothing() throws Exception {
        await().atMost(SOON).until(this::isDrained);
        try (Jedis redis = primary.connect()) {
            redis.flushAll();
        }
        assertNothingIsTaken(Shut.Reason.REBUILD_NEEDED);
        rebuild();
        await().atMost(SOON).until(this::isDrained);

        try (RedisProcess empty = RedisProcess.start(directory.resolve("empty"))) {
            primary.kill();
            address.pointAt(empty.port());
            assertNothingIsTaken(Shut.Reason.REBUILD_NEEDED);
        }
    }

    /** Orders are sent from before it is noticed until it is said on both nodes; none of them may be taken. */
    private void assertNothingIsTaken(Shut.Reason reason) {
        AtomicInteger taken = new AtomicInteger();
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> {
            nodes.forEach(node -> taken.addAndGet(node.trades() ? 1 : 0));
            return nodes.stream()
                    .allMatch(node -> node.monitor.shut().map(Shut::reason).equals(Optional.of(reason)));
        });
        for (int n = 0; n < 40; n++) {
            taken.addAndGet(nodes.get(n % 2).trades() ? 1 : 0);
        }
        assertThat(taken).hasValue(0);
    }

    private void rebuild() throws InterruptedException {
        try (RedisClient redis = connect()) {
            AuditReport rebuilt = new Hydration(redis, jdbi, "test").run(true);
            assertThat(rebuilt.ok()).as(rebuilt.toString()).isTrue();
            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
            AuditReport report = new Audit(redis, jdbi).run();
            assertThat(report.ok()).as(report.toString()).isTrue();
        }
    }

    private boolean isDrained() {
        return new OutboxLags(nodes.get(0).redis, jdbi).total().isDrained();
    }

    private long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
