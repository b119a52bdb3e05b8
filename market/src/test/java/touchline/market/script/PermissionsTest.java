package touchline.market.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.recovery.Epoch;
import touchline.market.recovery.Shut;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;
import touchline.stores.junit.BareRedis;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Redis' user may lack the permission for a command of a script. */
@ExtendWith(StoresExtension.class)
class PermissionsTest {
    private static final Pattern COMMAND = Pattern.compile("redis\\.p?call\\('([A-Za-z]+)'");
    private static final Pattern PROBED = Pattern.compile("\\{'([A-Z]+)'[,}]");
    private static final Path SCRIPTS = Path.of("../market/src/main/resources/touchline/market");

    @Test
    void eachCommandOfTheScriptsIsTried() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            for (Path script :
                    files.filter(file -> file.toString().endsWith(".lua")).toList()) {
                used.addAll(matches(COMMAND, Files.readString(script)));
            }
        }

        assertThat(used).contains("XADD", "HSET");
        assertThat(matches(PROBED, Files.readString(SCRIPTS.resolve("script/permissions.lua"))))
                .isEqualTo(used);
    }

    @Test
    void whatMayNotBeRunIsNamedAndNothingIsLeftBehind(@TempDir Path folder) {
        try (BareRedis server = BareRedis.start(folder);
                Jedis operator = new Jedis(server.url());
                RedisClient redis = RedisClient.create(server.url())) {
            assertThat(Permissions.refused(redis)).isEmpty();
            assertThat(operator.dbSize()).isZero();

            permissions(operator, "-xadd", "-zscan");
            assertThat(Permissions.refused(redis)).containsExactly("XADD", "ZSCAN");
            assertThat(operator.dbSize()).isZero();
        }
    }

    @Test
    void aCommandThatWasRenamedIsNamedToo(@TempDir Path folder) {
        try (BareRedis server = BareRedis.start(folder, "--rename-command", "ZSCAN", "");
                RedisClient redis = RedisClient.create(server.url())) {
            assertThat(Permissions.refused(redis)).containsExactly("ZSCAN");
        }
    }

    @Test
    void aScriptThatIsRefusedACommandInTheMiddleShutsTheMarket(TestStores stores) {
        try (TestMarket market = new TestMarket(stores);
                Jedis operator = new Jedis(stores.redisUrl())) {
            InstrumentId player = market.list(1, 100, 1_000_000, 100_000);
            UserId alice = market.user("alice", Money.coins(1_000_000));
            OrderRequest order = new OrderRequest(alice, player, Side.BUY, Quantity.of(1), null, null);
            permissions(operator, "-xadd");
            try {
                assertThatThrownBy(() -> market.spot.place(order)).isInstanceOf(JedisDataException.class);
            } finally {
                permissions(operator, "+xadd");
            }

            assertThat(new Epoch(market.redis, TestBook.on(stores.dataSource())).shut())
                    .get()
                    .satisfies(shut -> assertThat(shut.reason()).isEqualTo(Shut.Reason.REBUILD_NEEDED))
                    .satisfies(shut -> assertThat(shut.detail()).contains("permission", "hydrate"));
            assertThat(market.spot.place(order).<Object>match(filled -> "filled", why -> why))
                    .isNotEqualTo("filled");
        }
    }

    private static void permissions(Jedis operator, String... changes) {
        operator.aclSetUser("default", changes);
    }

    private static Set<String> matches(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
