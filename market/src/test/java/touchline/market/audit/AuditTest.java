package touchline.market.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.StoresSnapshot;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTest {
    private PlayedMarket played;
    private StoresSnapshot honest;

    @BeforeAll
    void play(TestStores stores) throws InterruptedException {
        played = new PlayedMarket(stores);
        audit();
        honest = StoresSnapshot.take(stores);
    }

    @AfterEach
    void makeHonestAgain() {
        honest.restore();
    }

    @AfterAll
    void close() throws InterruptedException {
        AuditReport report = audit();
        assertThat(report.ok()).as(report.toString()).isTrue();
        played.close();
    }

    /** A way to break the books, and the check that has to notice. */
    record Break(String check, String how, Consumer<PlayedMarket> hand) {
        @Override
        public String toString() {
            return check + ": " + how;
        }
    }

    static Stream<Break> breaks() {
        return Stream.of(
                new Break(
                        "sum-is-zero",
                        "a coin from nowhere",
                        p -> p.market.redis.hincrBy("wallet:alice", "cash", 10_000)),
                new Break(
                        "sum-is-zero",
                        "an account off its ledger",
                        p -> sql(p, "UPDATE accounts SET balance = balance + 1 WHERE name = 'fees'")),
                new Break("no-negative-balance", "a debt", p -> p.market.redis.hset("wallet:alice", "cash", "-1")),
                new Break(
                        "held-is-margins",
                        "margin held for nothing",
                        p -> p.market.redis.hincrBy("wallet:bob", "held", 5)),
                new Break(
                        "held-is-margins",
                        "a margin in the book that is not held",
                        p -> sql(p, "UPDATE cfd_positions SET margin = margin + 1 WHERE closed_at IS NULL")),
                new Break(
                        "net-flow-and-pools",
                        "flow that nobody holds",
                        p -> p.market.redis.hincrBy("instrument:5", "net_flow", 1)),
                new Break(
                        "net-flow-and-pools",
                        "a pool that can't pay",
                        p -> p.market.redis.hincrBy("accounts", "pool:5", -1_000_000)),
                new Break(
                        "net-flow-and-pools",
                        "a miscounted side",
                        p -> p.market.redis.hincrBy("instrument:5", "long_open", 1)),
                new Break(
                        "one-close-one-fill",
                        "a payout that the prices don't give",
                        p -> sql(p, "UPDATE cfd_positions SET payout = payout + 1 WHERE closed_at IS NOT NULL")),
                new Break(
                        "one-close-one-fill",
                        "a close paid twice",
                        p -> sql(
                                p,
                                "INSERT INTO ledger_entries SELECT '1-1', line, debit, credit, amount, kind,"
                                        + " reference, user_id, at FROM ledger_entries WHERE kind = 'margin-back' LIMIT"
                                        + " 1")),
                new Break(
                        "one-close-one-fill",
                        "an order that was not filled",
                        p -> sql(p, "DELETE FROM ledger_entries WHERE kind = 'spot-buy'")),
                new Break(
                        "stores-agree", "a holding in Redis alone", p -> p.market.redis.hset("holding:bob", "3", "7")),
                new Break(
                        "stores-agree",
                        "a position in Redis alone",
                        p -> p.market.redis.hset("position:999", "user", "bob")),
                new Break(
                        "stores-agree",
                        "a price in the book alone",
                        p -> sql(p, "UPDATE instruments SET price = price + 1 WHERE id = 5")),
                new Break(
                        "stores-agree",
                        "a request that waits in the book alone",
                        p -> sql(
                                p,
                                "INSERT INTO position_requests (id, user_id, kind, instrument_id, state, execute_at,"
                                        + " at) VALUES (999999, 'bob', 'OPEN', 5, 'PENDING', now(), now())")),
                new Break(
                        "one-close-one-fill",
                        "an opening that opened nothing",
                        p -> sql(
                                p,
                                "INSERT INTO position_requests (id, user_id, kind, instrument_id, state, execute_at,"
                                        + " at, decided_at) VALUES (999999, 'bob', 'OPEN', 5, 'FILLED', now(), now(),"
                                        + " now())")),
                new Break(
                        "settled-fixtures-are-clean",
                        "a position that outlived its match",
                        p -> sql(
                                p,
                                "UPDATE cfd_positions SET closed_at = NULL, close_price = NULL, close_seq = NULL,"
                                        + " close_reason = NULL, payout = NULL WHERE close_reason = 'FULL_TIME'")),
                new Break(
                        "settled-fixtures-are-clean",
                        "an instrument still frozen",
                        p -> sql(p, "UPDATE instruments SET frozen = true, frozen_for = 7 WHERE id = 1")),
                new Break(
                        "settled-at-the-whistle",
                        "a settlement at another price",
                        p -> sql(p, "UPDATE fixture_whistle_prices SET price = price + 1 WHERE instrument_id = 2")),
                new Break(
                        "settled-at-the-whistle",
                        "a position closed at full time at no settlement's price",
                        p -> sql(
                                p,
                                "UPDATE cfd_positions SET close_seq = close_seq + 7 WHERE close_reason = 'FULL_TIME'")),
                new Break(
                        "settled-at-the-whistle",
                        "shares sold at another price",
                        p -> sql(p, "UPDATE orders SET amount = amount - 1 WHERE source = 'FULL_TIME'")),
                new Break(
                        "settled-fixtures-do-not-trade",
                        "a match that is played, settled, and trades",
                        p -> sql(p, "UPDATE fixtures SET phase = 'LIVE' WHERE id = 7")),
                new Break(
                        "settled-fixtures-do-not-trade",
                        "a position opened on a settled fixture",
                        p -> p.market.redis.hset("fixture:8", "settled", "1")),
                new Break(
                        "everything-is-readable",
                        "a margin that is gone",
                        p -> p.market.redis.hdel("position:" + p.open.id(), "margin")),
                new Break(
                        "everything-is-readable",
                        "shares that are no number",
                        p -> p.market.redis.hset("holding:bob", "6", "many")),
                new Break(
                        "everything-is-readable",
                        "a wallet without cash",
                        p -> p.market.redis.hdel("wallet:alice", "cash")),
                new Break(
                        "everything-is-readable",
                        "something set aside",
                        p -> p.market.redis.hset("set_aside", "position 4711", "{}")),
                new Break(
                        "replay-gives-the-closes",
                        "a close at another tick",
                        p -> sql(
                                p,
                                "UPDATE cfd_positions SET close_seq = close_seq + 1 WHERE close_reason ="
                                        + " 'TAKE_PROFIT'")),
                new Break(
                        "replay-gives-the-closes",
                        "a breach that nobody acted on",
                        p -> sql(
                                p,
                                "UPDATE cfd_positions SET close_reason = 'USER' WHERE close_reason = 'TAKE_PROFIT'")),
                new Break(
                        "no-dead-letters",
                        "an entry put aside",
                        p -> sql(
                                p,
                                "INSERT INTO outbox_dead_letters (stream, outbox_id, entry, error) VALUES"
                                        + " ('outbox:trades', '1-1', '{}', 'poison')")),
                new Break(
                        "outbox-is-drained",
                        "an entry that was written and never applied",
                        p -> p.market.redis.hincrBy("outbox:written", "outbox:trades", 1)),
                new Break(
                        "outbox-is-drained",
                        "an entry that was never applied, beside another program's in the other stream",
                        p -> {
                            p.market.redis.hincrBy("outbox:written", "outbox:trades", 1);
                            sql(p, "UPDATE outbox_offsets SET applied = applied + 1 WHERE stream = 'outbox:ticks'");
                        }));
    }

    @Test
    void honestBooksPass() throws InterruptedException {
        AuditReport report = audit();

        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(report.checks()).hasSize(13);
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void eachCheckFailsWhenItsInvariantIsBroken(Break broken) throws InterruptedException {
        broken.hand().accept(played);

        AuditReport report = audit();
        assertThat(report.ok()).isFalse();
        assertThat(failed(report)).contains(broken.check());
    }

    private AuditReport audit() throws InterruptedException {
        return new Audit(played.market.redis, played.jdbi, Duration.ZERO).run();
    }

    private static List<String> failed(AuditReport report) {
        return report.checks().stream()
                .filter(check -> !check.ok())
                .map(AuditCheck::name)
                .toList();
    }

    private static void sql(PlayedMarket played, String statement) {
        int rows = played.jdbi.withHandle(handle -> handle.execute(statement));
        assertThat(rows).as("the hand that breaks it touched something").isPositive();
    }
}
