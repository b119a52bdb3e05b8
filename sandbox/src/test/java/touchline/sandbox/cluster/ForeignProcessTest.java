package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
import touchline.sandbox.sportmonks.Recording;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/**
 * The names that other programs share: keys, channels, leases and tables, read and written beside a whole node as a process in another language would,
 * by plain Redis commands and plain SQL.
 */
@ExtendWith(StoresExtension.class)
class ForeignProcessTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAYER = "424242";
    private static final String INSTRUMENT = "instrument:" + PLAYER;

    private final Client alice = new Client("alice");

    @Test
    void theNamesHoldForWhoeverUsesThem(TestStores stores) throws Exception {
        try (Cluster cluster = new Cluster(stores, List.of(Recording.shipped()), 40);
                RedisByHand redis = new RedisByHand(stores.redisUrl());
                Connection database = stores.dataSource().getConnection()) {
            assertThat(redis.type("SET", "lease:stop-watcher", "a foreign process", "NX", "PX", "600000"))
                    .isEqualTo("OK");
            assertThat(redis.type("SET", "lease:margin-backstop", "a foreign process", "NX", "PX", "600000"))
                    .isEqualTo("OK");
            NodeProcess node = cluster.node(Map.of("BOT_ENABLED", "0", "MARGIN_SWEEP_EVERY", "2s"));
            listAPlayerAndGiveAliceMoney(cluster);

            aForeignHolderOfTheLeaseMakesTheSweeperSkip(database);
            whoIsPublishedOnUserReconnectIsReplayed(redis, node.port());
            redis.type("DEL", "lease:margin-backstop");
            redis.type("DEL", "lease:stop-watcher");
            aTickWrittenByHandIsSeenByTheStopWatch(redis, node.port());
            frozenOneStopsTradingUntilItIsGone(redis, node.port());
            whatIsInRedisIsFoundUnderItsNames(redis, node.port());
            whatIsInPostgresIsFoundUnderItsNames(database);

            aMatchIsFollowedUnderItsNames(redis, cluster);
            node.stop();
            AuditReport audit = new Audit(cluster.redis, cluster.jdbi).run();
            assertThat(audit.ok()).as(audit.toString()).isTrue();
        }
    }

    private static void listAPlayerAndGiveAliceMoney(Cluster cluster) {
        new Instruments(cluster.redis)
                .list(new Listing(InstrumentId.parse(PLAYER), "P", 1, "T", "Midfielder", Price.of(1_000_000), 100_000));
        new Wallets(cluster.redis)
                .open(UserId.of("alice"), "alice", UserKind.HUMAN, Money.coins(10_000))
                .orThrow();
    }

    private static void aForeignHolderOfTheLeaseMakesTheSweeperSkip(Connection database) {
        await().atMost(SOON)
                .until(() -> one(
                                        database,
                                        "SELECT count(*) FROM job_executions WHERE job_group = 'margin' AND job_name = 'sweep' AND outcome = 'SKIPPED'"
                                                + " AND reason LIKE '%lease:margin-backstop is held by a foreign process%'")
                                .compareTo("0")
                        > 0);
    }

    private void whoIsPublishedOnUserReconnectIsReplayed(RedisByHand redis, int port) throws Exception {
        String position = shortOf(port);
        tick(redis, 1_050_000);
        tick(redis, 1_000_000);
        assertThat(alice.get(port, "/v1/positions/" + position)
                        .body()
                        .get("closedAt")
                        .isNull())
                .as("nobody watches")
                .isTrue();
        redis.type("PUBLISH", "user:reconnect", "alice");
        assertClosed(port, position, "STOP_LOSS", "105.0000");
    }

    private void aTickWrittenByHandIsSeenByTheStopWatch(RedisByHand redis, int port) throws Exception {
        await().atMost(SOON)
                .until(() -> !redis.type("GET", "lease:stop-watcher").equals("(nil)")
                        && redis.type("GET", "lease:stop-watcher").contains(":"));
        String position = shortOf(port);
        tick(redis, 1_060_000);
        assertClosed(port, position, "STOP_LOSS", "106.0000");
        tick(redis, 1_000_000);
    }

    private void frozenOneStopsTradingUntilItIsGone(RedisByHand redis, int port) throws Exception {
        String position = shortOf(port);
        redis.type("HSET", INSTRUMENT, "frozen", "1");
        assertRefused(alice.post(port, "/v1/orders", null, order()));
        assertRefused(alice.post(port, "/v1/positions", null, opening()));
        assertRefused(alice.post(port, "/v1/positions/" + position + "/close", null, "{}"));
        assertThat(alice.get(port, "/v1/instruments/" + PLAYER)
                        .body()
                        .get("frozen")
                        .booleanValue())
                .isTrue();
        redis.type("HDEL", INSTRUMENT, "frozen");
        assertThat(alice.post(port, "/v1/orders", null, order()).status()).isEqualTo(201);
        assertThat(alice.post(port, "/v1/positions/" + position + "/close", null, "{}")
                        .status())
                .isEqualTo(200);
    }

    private void whatIsInRedisIsFoundUnderItsNames(RedisByHand redis, int port) throws Exception {
        String position = shortOf(port);
        assertThat(redis.type("HMGET", INSTRUMENT, "live_base_price", "net_flow", "depth", "frozen"))
                .isEqualTo("1000000 5 100000 (nil)");
        assertThat(redis.type("HGET", "holding:alice", PLAYER)).isEqualTo("5");
        assertThat(redis.type("HMGET", "wallet:alice", "cash", "held")).matches("[1-9]\\d+ [1-9]\\d+");
        assertThat(redis.type("TYPE", "position:" + position)).isEqualTo("hash");
        assertThat(redis.type("SMEMBERS", "positions:user:alice")).isEqualTo(position);
        assertThat(redis.type("SMEMBERS", "positions:instrument:" + PLAYER)).isEqualTo(position);
        assertThat(redis.type("XREVRANGE", "price_ticks:" + PLAYER, "+", "-", "COUNT", "1"))
                .matches("\\d+-\\d+ seq \\d+ price \\d+ at \\d+");
        assertThat(redis.type("TYPE", "outbox:trades")).isEqualTo("stream");
        assertThat(redis.type("TYPE", "outbox:ticks")).isEqualTo("stream");
        assertThat(redis.type("GET", "last_seen:alice")).matches("\\d{13}");
        alice.post(port, "/v1/positions/" + position + "/close", null, "{}");
    }

    private static void whatIsInPostgresIsFoundUnderItsNames(Connection database) {
        await().atMost(SOON)
                .until(() -> one(
                                database,
                                "SELECT count(*) FROM (SELECT DISTINCT user_id FROM cfd_positions WHERE closed_at IS NULL) open"
                                        + " WHERE user_id = 'alice'")
                        .equals("0"));
        for (String query : List.of(
                "SELECT quantity FROM spot_holdings WHERE user_id = 'alice' AND instrument_id = " + PLAYER,
                "SELECT cash FROM wallets WHERE user_id = 'alice'",
                "SELECT price FROM instruments WHERE id = " + PLAYER,
                "SELECT max(seq) FROM price_ticks WHERE instrument_id = " + PLAYER,
                "SELECT count(*) FROM orders WHERE user_id = 'alice'",
                "SELECT count(*) FROM ledger_entries WHERE user_id = 'alice'",
                "SELECT count(*) FROM squad_players WHERE team_id > 0",
                "SELECT count(*) FROM job_executions",
                "SELECT count(*) FROM qrtz_triggers")) {
            await().atMost(SOON).until(() -> one(database, query).compareTo("0") > 0);
        }
        for (String table : List.of(
                "fixtures",
                "match_events",
                "users",
                "fixture_settlements",
                "weekly_spins",
                "bot_personas",
                "jwks_cache",
                "outbox_offsets",
                "outbox_dead_letters",
                "job_audit")) {
            assertThat(one(database, "SELECT count(*) FROM " + table)).matches("\\d+");
        }
        // A draw of another program's, for a week that we have not come to.
        String draw = "INSERT INTO weekly_spins (week, winner, candidates, seed, seed_hash, drawn_at)"
                + " VALUES ('2099-W01', 'bob', '{bob}', 's', 'h', now()) ON CONFLICT DO NOTHING RETURNING week";
        assertThat(one(database, draw)).isEqualTo("2099-W01");
        assertThat(one(database, draw)).isEqualTo("(none)");
    }

    private static void aMatchIsFollowedUnderItsNames(RedisByHand redis, Cluster cluster) throws Exception {
        await().atMost(SOON).until(() -> cluster.count("SELECT count(*) FROM match_events WHERE NOT rescinded") > 0);
        long fixture = cluster.count("SELECT min(fixture_id) FROM match_events");
        await().atMost(SOON)
                .until(() -> !redis.type("LLEN", "events:" + fixture).equals("0"));
        assertThat(JSON.readTree(redis.type("LINDEX", "events:" + fixture, "0")).isObject())
                .isTrue();
    }

    /** What another program does that moves a price: the instrument, its numbered ticks, the book's entry, and the word of it. */
    private static void tick(RedisByHand redis, long price) throws IOException {
        long seq = Long.parseLong(redis.type("HGET", INSTRUMENT, "tick_seq")) + 1;
        long at = Math.max(System.currentTimeMillis(), Long.parseLong(redis.type("HGET", INSTRUMENT, "tick_at")));
        String[] fields = {"seq", "" + seq, "price", "" + price, "at", "" + at};
        redis.type("MULTI");
        redis.type(
                "HSET",
                INSTRUMENT,
                "live_base_price",
                "" + price,
                "price",
                "" + price,
                "tick_seq",
                "" + seq,
                "tick_at",
                "" + at);
        redis.type(with(fields, "XADD", "price_ticks:" + PLAYER, at + "-" + seq));
        redis.type(with(fields, "XADD", "outbox:ticks", "*", "type", "tick", "instrument", PLAYER));
        redis.type(
                "PUBLISH",
                "price:" + PLAYER,
                "{\"id\":\"" + PLAYER + "\",\"seq\":" + seq + ",\"price\":" + price + ",\"at\":" + at + "}");
        redis.type("EXEC");
    }

    private static String[] with(String[] fields, String... command) {
        String[] all = Arrays.copyOf(command, command.length + fields.length);
        System.arraycopy(fields, 0, all, command.length, fields.length);
        return all;
    }

    /** The id of a short of one share at 100, that loses its patience at 102. */
    private String shortOf(int port) throws Exception {
        Client.Answer opened = alice.post(port, "/v1/positions", null, opening());
        assertThat(opened.status()).as(opened.body().toString()).isEqualTo(201);
        return opened.body().get("id").textValue();
    }

    private static String opening() {
        return "{\"instrumentId\":\"" + PLAYER
                + "\",\"direction\":\"SHORT\",\"quantity\":1,\"leverage\":2,\"stopLoss\":\"102\"}";
    }

    private static String order() {
        return "{\"instrumentId\":\"" + PLAYER + "\",\"side\":\"BUY\",\"quantity\":5}";
    }

    private void assertClosed(int port, String position, String reason, String price) {
        await().atMost(SOON).untilAsserted(() -> {
            Client.Answer now = alice.get(port, "/v1/positions/" + position);
            assertThat(now.body().get("closeReason").asText()).isEqualTo(reason);
            assertThat(now.body().get("closePrice").asText()).isEqualTo(price);
        });
    }

    private static void assertRefused(Client.Answer answer) {
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().get("type").textValue()).isEqualTo("instrument-frozen");
    }

    private static String one(Connection database, String sql) {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            @Nullable String first = rows.next() ? rows.getString(1) : "(none)";
            return first == null ? "(null)" : first;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
