package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.simulator.recording.Recording;
import touchline.stores.FreePort;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/**
 * The release before and this version serve one market, on this version's schema, and each flushes what the other writes. The release is built from the history, which
 * takes minutes; {@code WireFormatTest} is the short form.
 */
@Tag("chaos")
@ExtendWith(StoresExtension.class)
class PreviousReleaseTest {
    private static final String RELEASE = "v0.9.0";
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final int PLAYER = 424_242;
    private static final Map<String, String> QUIET = Map.of("SPORTMONKS_API_KEY", "", "BOT_ENABLED", "0");

    @Test
    void bothVersionsServeOneMarketAndFlushEachOthersEntries(TestStores stores, @TempDir Path directory)
            throws Exception {
        Path root = Path.of("..").toRealPath();
        assumeThat(run(root, "git", "rev-parse", "--verify", "--quiet", RELEASE + "^{commit}"))
                .as("the history of " + RELEASE + " is in this clone; otherwise: git fetch --tags --unshallow")
                .isZero();
        Path jar = build(root, directory);
        try (MarketCluster cluster = new MarketCluster(stores, List.of(Recording.shipped()), 40)) {
            int formerPort = FreePort.find();
            Process former = cluster.program(
                    jar, directory.resolve("config.yml"), with("HTTP_PORT", Integer.toString(formerPort)));
            LocalNode node = cluster.localNode(QUIET);
            open(cluster);
            List<Traffic> traffics = List.of(
                    new Traffic("alice", new AtomicInteger(formerPort), List.of(PLAYER), 7),
                    new Traffic("bob", new AtomicInteger(node.port()), List.of(PLAYER), 8));
            List<Thread> traders = traffics.stream().map(Thread::new).toList();
            traders.forEach(Thread::start);
            await().atMost(SOON)
                    .until(() -> traffics.stream()
                            .allMatch(traffic -> traffic.orders().size() > 50));

            former.destroy(); // from now on this version's flusher is alone
            former.waitFor();
            traffics.forEach(Traffic::stop);
            for (Thread trader : traders) {
                trader.interrupt();
                trader.join();
            }
            node.stop();

            AuditReport audit = new Audit(cluster.redis, cluster.jdbi).run();
            assertThat(audit.ok()).as(audit.toString()).isTrue();
            assertThat(cluster.count("SELECT count(*) FROM outbox_dead_letters"))
                    .isZero();
            for (Traffic traffic : traffics) {
                assertThat(traffic.orders()).doesNotHaveDuplicates();
                assertThat(new HashSet<>(
                                cluster.jdbi.withHandle(handle -> handle.createQuery("SELECT id::text FROM orders")
                                        .mapTo(String.class)
                                        .list())))
                        .containsAll(traffic.orders());
            }
        }
    }

    private static Path build(Path root, Path directory) throws Exception {
        assertThat(run(root, "sh", "-c", "git archive " + RELEASE + " | tar -x -C '" + directory + "'"))
                .isZero();
        // Not offline: the release has other versions of its libraries.
        assertThat(run(directory, "mvn", "-B", "-q", "-ntp", "-DskipTests", "-pl", "api", "-am", "package"))
                .as("the build of " + RELEASE + "; its log is target/previous-release.log")
                .isZero();
        return directory.resolve("api/target/touchline.jar");
    }

    private static int run(Path directory, String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(Files.createDirectories(Path.of("target"))
                        .resolve("previous-release.log")
                        .toFile()))
                .start()
                .waitFor();
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> more = new HashMap<>(QUIET);
        more.put(name, value);
        return more;
    }

    private static void open(MarketCluster cluster) {
        new Instruments(cluster.redis)
                .list(new Listing(InstrumentId.of(PLAYER), "P", 1, "T", "Midfielder", Price.of(1_000_000), 1_000_000));
        for (String name : List.of("alice", "bob")) {
            new Wallets(cluster.redis)
                    .open(UserId.of(name), name, UserKind.HUMAN, Money.coins(50_000_000))
                    .orThrow();
        }
    }
}
