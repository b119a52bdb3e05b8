package touchline.market.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.junit.ToolCheck;
import touchline.stores.redis.RedisProcess;

/** The power fails: of Redis' log only that is left which the kernel had written to the disk by its last {@code fdatasync}, as {@code strace} shows. */
@EnabledIf("hasStrace")
class PowerLossTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int ORDERS = 40;
    private static final InstrumentId PLAYER = InstrumentId.of(1);
    private static final UserId ALICE = UserId.of("alice");
    private static final Pattern WRITTEN = Pattern.compile("write\\(\\d+<[^>]*appendonly\\.aof>.*= (\\d+)$");
    private static final Pattern ON_DISK = Pattern.compile("f(data)?sync\\(\\d+<[^>]*appendonly\\.aof>\\) += 0$");

    static boolean hasStrace() {
        return ToolCheck.shouldRun(Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "strace"))));
    }

    @Test
    void everythingAcknowledgedIsOnTheDisk(@TempDir Path directory) throws Exception {
        assertThat(lostWith("always", directory)).isEmpty();
    }

    /** A node refuses this setting: StartupChecksTest. */
    @Test
    void withoutFsyncAcknowledgedOrdersAreLost(@TempDir Path directory) throws Exception {
        assertThat(lostWith("no", directory)).hasSize(ORDERS);
    }

    /** Returns the orders that were acknowledged and are not there after the power has failed. */
    private static Set<String> lostWith(String appendfsync, Path directory) throws Exception {
        Path trace = directory.resolve("trace");
        Path data = directory.resolve("redis");
        Path log = data.resolve("appendonly.aof");
        Set<String> lost = new HashSet<>();
        try (RedisProcess redis = RedisProcess.start(data, "--appendfsync", appendfsync)) {
            assertThat(log).isEmptyFile();
            Process strace = trace(redis, trace);
            try {
                lost.addAll(trade(redis));
                redis.kill();
                strace.waitFor();
            } finally {
                strace.destroyForcibly();
            }
            List<String> calls = Files.readAllLines(trace);
            assertThat(written(calls)).as("strace has seen every write").isEqualTo(Files.size(log));
            try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                file.truncate(onDisk(calls));
            }
            redis.startAgain();
            lost.removeAll(orders(redis));
        }
        return lost;
    }

    private static Process trace(RedisProcess redis, Path trace) throws IOException {
        String pid;
        try (Jedis connection = redis.connect()) {
            pid = connection.info("server").replaceFirst("(?s).*process_id:(\\d+).*", "$1");
        }
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-y", "-s", "0", "-qq"));
        command.addAll(List.of("-e", "trace=write,fdatasync,fsync", "-o", trace.toString(), "-p", pid));
        Process strace = new ProcessBuilder(command).inheritIO().start();
        Path status = Path.of("/proc", pid, "status");
        await().atMost(SOON)
                .until(() -> !strace.isAlive() || Files.readString(status).matches("(?s).*\nTracerPid:\\s+[1-9].*"));
        assertThat(strace.isAlive()).as("strace may attach to Redis").isTrue();
        return strace;
    }

    /** Returns the ids of acknowledged orders. */
    private static Set<String> trade(RedisProcess server) {
        try (RedisClient redis = RedisClient.create(server.url())) {
            Epoch.openWithoutBook(redis);
            new Instruments(redis)
                    .list(new Listing(PLAYER, "Player", 1, "Team", "Midfielder", Price.of(1_000_000), 10_000));
            new Wallets(redis)
                    .open(ALICE, "alice", UserKind.HUMAN, Money.coins(1_000_000))
                    .orThrow();
            SpotTrading spot = new SpotTrading(redis, TestMarket.RULES);
            Set<String> acknowledged = new HashSet<>();
            for (int n = 0; n < ORDERS; n++) {
                acknowledged.add(spot.place(new OrderRequest(ALICE, PLAYER, Side.BUY, Quantity.of(1), null, null))
                        .orThrow()
                        .id()
                        .toString());
            }
            return acknowledged;
        }
    }

    private static Set<String> orders(RedisProcess server) {
        try (Jedis redis = server.connect()) {
            return redis.xrange("outbox:trades", "-", "+").stream()
                    .map(entry -> entry.getFields())
                    .filter(fields -> "order".equals(fields.get("type")))
                    .map(fields -> fields.getOrDefault("id", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static long written(List<String> calls) {
        return calls.stream()
                .map(WRITTEN::matcher)
                .filter(Matcher::find)
                .mapToLong(call -> Long.parseLong(call.group(1)))
                .sum();
    }

    private static long onDisk(List<String> calls) {
        int last = calls.size();
        while (last > 0 && !ON_DISK.matcher(calls.get(last - 1)).find()) {
            last--;
        }
        return written(calls.subList(0, last));
    }
}
