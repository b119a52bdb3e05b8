package touchline.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The tables of the book, read by the names of the contract. */
final class BookTables {
    private static final Duration SOON = Duration.ofMinutes(3);

    private BookTables() {}

    /** Reads the effects of this test from the book, by the names of its tables. */
    static void assertTrades(MarketCluster cluster, RawRedis redis, String alices) throws IOException {
        String lastTrade =
                redis.call("XREVRANGE", "outbox:trades", "+", "-", "COUNT", "1").get(0);
        String lastTick =
                redis.call("XREVRANGE", "outbox:ticks", "+", "-", "COUNT", "1").get(0);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(text(cluster, "SELECT last_id FROM outbox_offsets WHERE stream = 'outbox:trades'"))
                    .isEqualTo(lastTrade);
            assertThat(text(cluster, "SELECT last_id FROM outbox_offsets WHERE stream = 'outbox:ticks'"))
                    .isEqualTo(lastTick);
        });
        List<String> instrument = redis.call(
                "HMGET", "instrument:" + ForeignProgramTest.PLAYER, "price", "live_base_price", "depth", "tick_seq");
        assertThat(text(
                        cluster,
                        "SELECT concat_ws(' ', id, name, price, live_base_price, depth, tick_seq) FROM instruments"))
                .isEqualTo(ForeignProgramTest.PLAYER + " P " + String.join(" ", instrument));
        assertThat(text(
                        cluster,
                        "SELECT price FROM price_ticks WHERE instrument_id = " + ForeignProgramTest.PLAYER
                                + " AND seq = " + instrument.get(3) + " AND at > 0"))
                .isEqualTo(instrument.get(0));
        assertThat(text(cluster, "SELECT string_agg(concat_ws(' ', id, name, kind), ', ' ORDER BY id) FROM users"))
                .isEqualTo("alice alice HUMAN, bob bob HUMAN, carol carol HUMAN, dave dave HUMAN");
        for (String user : List.of("alice", "bob", "carol", "dave")) {
            assertThat(text(cluster, "SELECT concat_ws(' ', cash, held) FROM wallets WHERE user_id = '" + user + "'"))
                    .isEqualTo(String.join(" ", redis.call("HMGET", "wallet:" + user, "cash", "held")));
        }
        assertThat(text(
                        cluster,
                        "SELECT string_agg(concat_ws(' ', user_id, instrument_id, side, quantity, amount > 0, fee > 0, at IS NOT NULL), ', ')"
                                + " FROM orders"))
                .isEqualTo("carol 424242 BUY 1 t t t, carol 424242 BUY 1 t t t");
        assertThat(text(cluster, "SELECT concat_ws(' ', user_id, instrument_id, quantity) FROM spot_holdings"))
                .isEqualTo("carol 424242 2");
        assertThat(text(
                        cluster,
                        "SELECT concat_ws(' ', direction, quantity, leverage, entry_price > 0, margin > 0, close_price, close_reason)"
                                + " FROM cfd_positions WHERE id = " + alices))
                .isEqualTo("LONG 1 1 t t 975000 STOP_LOSS");
        assertThat(text(
                        cluster,
                        "SELECT string_agg(concat_ws(' ', user_id, close_reason), ', ' ORDER BY user_id) FROM cfd_positions"
                                + " WHERE closed_at IS NOT NULL"))
                .isEqualTo("alice STOP_LOSS, bob STOP_LOSS, dave USER");
        assertThat(text(
                        cluster,
                        "SELECT string_agg(DISTINCT kind, ' ' ORDER BY kind) FROM ledger_entries"
                                + " WHERE reference = '" + alices
                                + "' AND debit <> credit AND amount > 0 AND at IS NOT NULL"))
                .isEqualTo("loss margin margin-back");
        assertThat(cluster.count("SELECT count(*) FROM outbox_dead_letters WHERE stream IS NOT NULL"
                        + " OR outbox_id IS NOT NULL OR entry IS NOT NULL OR error IS NOT NULL"))
                .isZero();
        assertThat(cluster.count("SELECT count(*) FROM job_executions WHERE job_group = 'margin' AND job_name = 'sweep'"
                        + " AND outcome = 'SUCCEEDED' AND node IS NOT NULL AND fired_at >= scheduled_at"))
                .isPositive();
        assertThat(cluster.count("SELECT count(*) FROM job_audit WHERE action = 'node-started' AND subject <> ''"
                        + " AND actor <> '' AND at <= clock_timestamp()"))
                .isEqualTo(1);
        assertThat(text(
                        cluster,
                        "SELECT count(*) FROM qrtz_triggers WHERE trigger_name = 'sweep'"
                                + " AND trigger_state IN ('WAITING', 'ACQUIRED', 'BLOCKED')"))
                .isEqualTo("1");
    }

    /** Tables that are filled by a match, a week or a log-in. */
    static void assertColumns(MarketCluster cluster) {
        Map.of(
                        "squad_players", List.of("player_id", "player_name", "team_id", "team_name", "position"),
                        "fixtures",
                                List.of("id", "name", "league_id", "state_id", "kick_off", "home_goals", "away_goals"),
                        "match_events", List.of("fixture_id", "event_id", "type_id", "player_id", "minute"),
                        "fixture_settlements", List.of("fixture_id", "step", "settled_at"),
                        "weekly_spins", List.of("week", "winner", "seed", "seed_hash"),
                        "bot_personas", List.of("user_id", "name", "strategy", "budget"),
                        "jwks_cache", List.of("issuer", "keys", "fetched_at"),
                        "job_audit", List.of("at", "actor", "origin", "action", "subject", "reason"))
                .forEach((table, expected) -> {
                    List<String> columns = cluster.jdbi.withHandle(handle -> handle.select(
                                    "SELECT column_name::text FROM information_schema.columns WHERE table_name = ?",
                                    table)
                            .mapTo(String.class)
                            .list());
                    assertThat(columns).as(table).containsAll(expected);
                });
    }

    private static String text(MarketCluster cluster, String sql) {
        return cluster.jdbi.withHandle(
                handle -> handle.select(sql).mapTo(String.class).findOne().orElse(""));
    }
}
