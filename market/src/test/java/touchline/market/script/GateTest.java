package touchline.market.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.recovery.Epoch;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Nothing writes to a market that is shut: every script there is in any module, so that a new one without the gate turns this red. */
@ExtendWith(StoresExtension.class)
class GateTest {
    private static final Path MODULES = Path.of("..");
    private static final Pattern INCLUDE = Pattern.compile("^-- @include (.+)$", Pattern.MULTILINE);
    /** They report on the feed and on unreadable records, shut or not. */
    private static final Set<String> REPORTS = Set.of("fixture/feed_watch", "script/diagnose");

    private static final Pattern WRITES = Pattern.compile(
            "redis\\.p?call\\('(?!H?GET|HMGET|HGETALL|H?KEYS|H?EXISTS|TIME|INFO|XINFO|"
                    + "XRANGE|XREVRANGE|XLEN|SMEMBERS|SCARD|SISMEMBER|SUNION|ZRANGE|ZRANGEBYSCORE|ZCARD|ZSCORE|LRANGE|TTL|PTTL)[A-Z]+'");

    /** Leases, connections, claims and quotas are not the market: nodes need them while it is shut. The last two decide whether it is. */
    private static final Set<String> NOT_THE_MARKET = Set.of(
            "lease/lease_acquire",
            "lease/lease_release",
            "lease/lease_shorten",
            "presence/presence_connect",
            "presence/presence_disconnect",
            "presence/presence_count",
            "reconnect/replay_release",
            "limit/rate_take",
            "script/permissions",
            "sportmonks/feed_budget",
            "recovery/store_confirm",
            "recovery/store_shut");

    private TestMarket market;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
    }

    @AfterEach
    void close() {
        market.close();
    }

    static List<String> scripts() throws IOException {
        List<Path> files;
        try (Stream<Path> modules = Files.list(MODULES)) {
            files = modules.filter(module -> !module.endsWith("bench")) // writes into a Redis of its own
                    .map(module -> module.resolve("src/main/resources/touchline"))
                    .filter(Files::isDirectory)
                    .flatMap(GateTest::scriptsIn)
                    .toList();
        }
        Set<String> fragments = files.stream()
                .flatMap(file -> INCLUDE.matcher(read(file)).results())
                .flatMap(include -> Stream.of(include.group(1).split(" ", -1)))
                .map(fragment -> fragment.substring(fragment.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
        return files.stream()
                .map(file -> file.toString().replaceAll("^.*/touchline/[a-z]+/|\\.lua$", ""))
                .filter(name -> !fragments.contains(name.substring(name.lastIndexOf('/') + 1)))
                .filter(name -> !NOT_THE_MARKET.contains(name))
                .sorted()
                .toList();
    }

    private static Stream<Path> scriptsIn(Path resources) {
        try (Stream<Path> files = Files.walk(resources)) {
            return files.filter(file -> file.toString().endsWith(".lua")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void aScriptThatWritesRefusesWhileTheMarketIsShut(String name) throws ClassNotFoundException {
        LuaScript script = script(name);
        if (!WRITES.matcher(script.source()).find()) {
            return;
        }
        InstrumentId player = market.list(1, 100, 1_000_000, 10_000);
        market.redis.hset("fixture:7", Map.of("heard_until", "1", "heard_at", "1"));
        market.redis.sadd("feed:watched", "7");
        market.redis.hset("instrument:" + player, "fixture_id", "7");
        market.redis.sadd("instruments:fixture:7", player.toString());
        market.redis.hdel("market", "confirmed");
        List<String> before = market.everything();

        List<?> reply = (List<?>) market.redis.eval(
                script.source(), Collections.nCopies(9, "feed:watched"), Collections.nCopies(20, "1"));

        assertThat(market.everything())
                .as("%s writes while the market is shut", name)
                .isEqualTo(before);
        if (!REPORTS.contains(name)) {
            assertThat((Object) reply)
                    .as(name)
                    .isIn(List.of("refused", "unavailable", "reason", "shut"), List.of("shut"));
        }
    }

    @Test
    void whatCannotBeReadIsNotNotedWhileTheMarketIsShut() {
        market.redis.set("wallet:alice", "overwritten");
        market.redis.hdel("market", "confirmed");

        assertThat(diagnosed()).startsWith("unreadable");
        assertThat(market.redis.exists("set_aside")).isFalse();

        Epoch.openWithoutBook(market.redis);
        assertThat(diagnosed()).startsWith("unreadable");
        assertThat(market.redis.exists("set_aside")).isTrue();
    }

    private String diagnosed() {
        return String.valueOf(((List<?>) market.redis.eval(
                        LuaScript.beside(Gate.class, "diagnose").source(), List.of("wallet:alice"), List.of()))
                .get(0));
    }

    @Test
    void theyAreFound() throws IOException {
        assertThat(scripts())
                .contains(
                        "spot/order_place", "settlement/settlement_thaw", "fixture/event_apply", "wallet/account_open")
                .hasSizeGreaterThan(25);
    }

    @Test
    void theGateIsOpenOnlyOnTheServerThatWasConfirmed() {
        assertThat(script()).isEqualTo("open");
        for (Map<String, String> other : List.of(
                Map.of("confirmed", "0".repeat(40)), // as after a restart or a promotion
                Map.of("confirmed", ""),
                Map.of("shut", "being rebuilt"))) {
            market.redis.hset("market", other);
            assertThat(script()).as(other.toString()).isEqualTo("shut");
            market.redis.hdel("market", "shut");
            Epoch.openWithoutBook(market.redis);
        }
        assertThat(script()).isEqualTo("open");
        market.redis.hdel("market", "epoch");
        assertThat(script()).isEqualTo("shut");
    }

    private String script() {
        return String.valueOf(((List<?>) market.redis.eval(
                        LuaScript.beside(Gate.class, "gate_check").source()))
                .get(0));
    }

    private static LuaScript script(String name) throws ClassNotFoundException {
        String place =
                "touchline.market." + name.substring(0, name.lastIndexOf('/')).replace('/', '.');
        return LuaScript.beside(Class.forName(place + ".package-info"), name.substring(name.lastIndexOf('/') + 1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
