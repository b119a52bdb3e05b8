package touchline.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;
import touchline.market.outbox.OutboxLags;

/** The board of the demo while a store does not answer. */
class MatchBoardTest {
    @Test
    void waitsForAStoreThatDoesNotAnswer() throws InterruptedException {
        Deque<Supplier<BoardReading>> readings = new ArrayDeque<>(List.of(
                () -> {
                    throw new JedisConnectionException("Read timed out");
                },
                () -> {
                    throw new ConnectionException(new java.sql.SQLException("the database starts"));
                },
                () -> new BoardReading(
                        List.of("1 of 1 matches settled"), List.of("1"), new OutboxLags.Lag(1, 1, 0, 0), true)));
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        MatchBoard board = new MatchBoard(
                new PrintStream(shown, true, StandardCharsets.UTF_8),
                () -> readings.removeFirst().get(),
                Duration.ZERO,
                false);

        assertThat(board.showUntilSettled()).isTrue();

        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("Redis does not answer", "Postgres does not answer", "1 of 1 matches settled");
        assertThat(readings).isEmpty();
    }
}
