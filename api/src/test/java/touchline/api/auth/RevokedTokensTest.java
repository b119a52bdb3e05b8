package touchline.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.api.contract.Scope;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class RevokedTokensTest {
    @SuppressWarnings("NullAway.Init")
    private Jdbi jdbi;

    @SuppressWarnings("NullAway.Init")
    private RevokedTokens tokens;

    @BeforeEach
    void begin(TestStores stores) {
        jdbi = Jdbi.create(stores.dataSource());
        tokens = new RevokedTokens(jdbi);
    }

    @AfterEach
    void stop() {
        tokens.stop();
    }

    @Test
    void endedSessionsAreDeletedOnceTheirLongestKeyHasExpired() {
        ended("past", "366 days 1 hour");
        ended("yearly", "365 days");
        ended("recent", "1 hour");

        assertThat(tokens.deleteExpired()).isEqualTo(1);

        assertThat(users()).containsExactly("recent", "yearly");
        tokens.start();
        assertThat(rejects("yearly", Instant.now().minus(Duration.ofDays(366)))).isTrue();
        assertThat(rejects("past", Instant.now())).isFalse();
    }

    @Test
    void aSessionThatIsEndedLaterIsRejectedToo() {
        tokens.start();
        Instant before = Instant.now().minusSeconds(5);
        assertThat(rejects("alice", before)).isFalse();

        jdbi.useHandle(book -> LogInRepository.endSessions(book, UserId.of("alice")));

        await().atMost(60, TimeUnit.SECONDS).until(() -> rejects("alice", before));
        assertThat(rejects("alice", Instant.now().plusSeconds(3_600))).isFalse();
    }

    @Test
    void onlyNewRowsAreReadTwiceASecond() {
        ended("old", "10 minutes");
        ended("new", "10 seconds");
        RevokedTokenRepository book = new RevokedTokenRepository(jdbi);

        assertThat(book.sessionsEndedWithin(Duration.ofMinutes(1))).containsOnlyKeys("new");
        assertThat(book.sessionsEndedWithin(RevokedTokens.LONGEST_LIFETIME)).containsOnlyKeys("old", "new");
    }

    private boolean rejects(String user, Instant issuedAt) {
        TokenId token = new TokenId("token-of-" + user, issuedAt, issuedAt.plus(Duration.ofDays(365)));
        return tokens.rejects(new Trader(UserId.of(user), user, token, Scope.TRADE));
    }

    private void ended(String user, String ago) {
        jdbi.useHandle(book -> book.execute(
                "INSERT INTO ended_sessions (user_id, issued_until) VALUES (?, now() - ?::interval)", user, ago));
    }

    private List<String> users() {
        return jdbi.withHandle(book -> book.createQuery("SELECT user_id FROM ended_sessions ORDER BY user_id")
                .mapTo(String.class)
                .list());
    }
}
