package touchline.market.spinner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static touchline.market.wallet.UserKind.HUMAN;

import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.market.TestBook;
import touchline.market.leaderboard.BookRows;
import touchline.market.leaderboard.Week;
import touchline.market.recovery.Epoch;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Weeks of which something is still to come, although nothing waits for a flusher. */
@ExtendWith(StoresExtension.class)
final class IncompleteWeekTest {
    private static final Week WEEK = Week.parse("2020-W53");
    private static final Instant MONDAY = WEEK.end().plusSeconds(300);

    private RedisClient redis;
    private Jdbi jdbi;
    private Spinner spinner;

    @BeforeEach
    void open(TestStores stores) {
        redis = RedisClient.create(stores.redisUrl());
        Epoch.openWithoutBook(redis);
        jdbi = TestBook.on(stores.dataSource());
        spinner = new Spinner(jdbi, redis);
        BookRows book = new BookRows(jdbi);
        book.user("alice", HUMAN);
        book.user("bob", HUMAN);
        book.position("alice", 100, 150, WEEK.start());
        book.position("bob", 100, 149, WEEK.start());
    }

    @AfterEach
    void close() {
        redis.close();
    }

    /** The rest of the week may wait in the Redis whose place this one has taken. */
    @Test
    void nothingIsDrawnWhileTheMarketIsShut() throws Exception {
        redis.flushAll();
        assertWaits("the market is shut");
        redis.hset("market", "shut", "being rebuilt from the book");
        assertWaits("the market is shut");

        redis.hdel("market", "shut");
        Epoch.openWithoutBook(redis);
        assertThat(spinner.drawAllUndrawn(MONDAY)).isEqualTo(1);
    }

    @Test
    void aCloseThatTheBookCouldNotTakeIsWaitedFor() throws Exception {
        long sunday = WEEK.end().minusMillis(1).toEpochMilli();
        letter("outbox:ticks", sunday + "-0");
        letter("outbox:trades", (sunday + Duration.ofDays(7).toMillis()) + "-0");
        letter("outbox:trades", sunday + "-0");
        letter("outbox:trades", "of another program");

        assertWaits("dead letter");

        jdbi.useHandle(handle -> handle.execute(
                "UPDATE outbox_dead_letters SET resolved_at = now() WHERE outbox_id = ?", sunday + "-0"));
        assertThat(spinner.drawAllUndrawn(MONDAY)).as("one of the next week").isEqualTo(1);
    }

    /** It counts in the week of its approval, whenever it is executed. */
    @Test
    void aCancellationThatIsApprovedAndNotExecutedIsWaitedFor() throws Exception {
        long correction = jdbi.withHandle(handle -> handle.createQuery("""
                        INSERT INTO corrections (kind, trade_id, state, needs_approval, gains, losses, customers, requested_by, reason, expires_at, decided_by, decided_at)
                        VALUES ('CANCEL_CLOSE', (SELECT id FROM cfd_positions WHERE user_id = 'alice'), 'APPROVED', false, 0, 0, 1, 'olga', 'a wrong price', now(), 'omar', :at)
                        RETURNING id
                        """)
                .bind("at", WEEK.end().minusMillis(1))
                .mapTo(Long.class)
                .one());

        assertWaits("cancellation");

        jdbi.useHandle(handle -> handle.execute("UPDATE corrections SET state = 'DONE' WHERE id = ?", correction));
        assertThat(spinner.drawAllUndrawn(MONDAY)).isEqualTo(1);
        Spin.Result result = new SpinQuery(jdbi).find(WEEK).orElseThrow().result();
        assertThat(result == null ? null : result.winner()).hasToString("bob");
    }

    private void assertWaits(String because) {
        assertThatThrownBy(() -> spinner.drawAllUndrawn(MONDAY))
                .isInstanceOf(BookBehindException.class)
                .hasMessageContaining(because);
        assertThat(new SpinQuery(jdbi).find(WEEK)).isEmpty();
    }

    private void letter(String stream, String id) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO outbox_dead_letters (stream, outbox_id, entry, error) VALUES (?, ?, '{}', 'refused')",
                stream,
                id));
    }
}
