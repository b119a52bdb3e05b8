package touchline.api.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.Role;
import touchline.api.operator.totp.SecondFactor;
import touchline.api.operator.totp.TestApp;
import touchline.scheduler.audit.Actor;
import touchline.stores.junit.SettableClock;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class OperatorSessionsTest {
    private static final OperatorEntry ANN =
            new OperatorEntry("ann", Role.ADMIN, TestOperators.CHEAP.hash("a password"));
    private static final Duration ENOUGH = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofMinutes(30);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

    @SuppressWarnings("NullAway.Init")
    private Jdbi jdbi;

    @SuppressWarnings("NullAway.Init")
    private OperatorSessions sessions;

    @SuppressWarnings("NullAway.Init")
    private OperatorSessions elsewhere;

    @BeforeEach
    void begin(TestStores stores) {
        jdbi = Jdbi.create(stores.dataSource());
        sessions = new OperatorSessions(jdbi, IDLE, Duration.ofHours(12), clock);
        elsewhere = new OperatorSessions(Jdbi.create(stores.dataSource()), IDLE, Duration.ofHours(12), clock);
    }

    @Test
    void aSessionIsKnownOnEveryNodeUntilItIsEndedOnOne() {
        OperatorSession session = sessions.open(ANN, "192.0.2.1");

        OperatorSession found = elsewhere.find(session.token()).orElseThrow().session();
        assertThat(found).isEqualTo(session);
        assertThat(found.csrfToken()).isEqualTo(session.csrfToken()).isNotEqualTo(session.token());

        elsewhere.end(session.token());
        assertThat(sessions.find(session.token())).isEmpty();
    }

    @Test
    void theDatabaseDoesNotHoldWhatTheCookieHolds() {
        OperatorSession session = sessions.open(ANN, "192.0.2.1");

        List<String> rows = jdbi.withHandle(handle -> handle.createQuery("SELECT s::text FROM operator_sessions s")
                .mapTo(String.class)
                .list());

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .doesNotContain(
                        session.token(), session.csrfToken(), ANN.password().encoded());
        assertThat(session.toString()).doesNotContain(session.token());
    }

    @Test
    void aLogInWithoutACodeOpensNoSessionOnceTheSecondFactorIsOn() {
        SecondFactor factor = TestOperators.secondFactor(jdbi, clock);
        TestApp app = new TestApp(factor.begin("ann").orElseThrow().secret());
        OperatorSession before = sessions.openWithoutCode(ANN, "192.0.2.1").orElseThrow();

        factor.confirm(new Actor("ann", "192.0.2.1"), app.code(clock.instant()), null);

        assertThat(sessions.find(before.token())).isEmpty();
        assertThat(elsewhere.openWithoutCode(ANN, "192.0.2.1")).isEmpty();
        assertThat(elsewhere.open(ANN, "192.0.2.1")).as("with one").isNotNull();
    }

    @Test
    void aLogInWithoutACodeWaitsForTheSecondFactorThatIsBeingTurnedOn() throws Exception {
        TestOperators.secondFactor(jdbi, clock).begin("ann");
        CompletableFuture<Optional<OperatorSession>> logIn = jdbi.inTransaction(handle -> {
            handle.execute("UPDATE operator_totp SET confirmed_at = now()");
            CompletableFuture<Optional<OperatorSession>> begun =
                    CompletableFuture.supplyAsync(() -> elsewhere.openWithoutCode(ANN, "192.0.2.1"));
            await().atMost(ENOUGH)
                    .until(() -> begun.isDone()
                            || jdbi.withHandle(other -> other.createQuery(
                                            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
                                    .mapTo(Boolean.class)
                                    .one()));
            return begun;
        });

        assertThat(logIn.get(ENOUGH.toSeconds(), TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void aSessionEndsAfterHalfAnHourWithoutARequest() {
        OperatorSession session = sessions.open(ANN, "192.0.2.1");

        clock.advance(IDLE.minusSeconds(1));
        assertThat(sessions.find(session.token()).orElseThrow().prolonged()).isTrue();
        clock.advance(IDLE.minusSeconds(1));
        assertThat(sessions.find(session.token())).isPresent();
        clock.advance(IDLE);
        assertThat(sessions.find(session.token())).isEmpty();
    }

    @Test
    void aSessionEndsAfterTwelveHoursInAnyCase() {
        OperatorSession session = sessions.open(ANN, "192.0.2.1");

        for (int minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
            assertThat(sessions.find(session.token())).isPresent();
            clock.advance(Duration.ofMinutes(20));
        }
        assertThat(sessions.find(session.token())).isPresent();
        clock.advance(Duration.ofMinutes(20));
        assertThat(sessions.find(session.token())).isEmpty();
    }

    @Test
    void aSessionIsWrittenNoMoreThanOnceAMinute() {
        OperatorSession session = sessions.open(ANN, "192.0.2.1");

        clock.advance(Duration.ofSeconds(59));
        assertThat(sessions.find(session.token()).orElseThrow().prolonged()).isFalse();
        clock.advance(Duration.ofSeconds(2));
        assertThat(sessions.find(session.token()).orElseThrow().prolonged()).isTrue();
        assertThat(sessions.find(session.token()).orElseThrow().prolonged()).isFalse();
    }

    @Test
    void onlyWhatHasEndedIsDeleted() {
        sessions.open(ANN, "192.0.2.1");
        clock.advance(IDLE.minusSeconds(10));
        OperatorSession alive = sessions.open(ANN, "192.0.2.1");
        clock.advance(Duration.ofSeconds(20));

        assertThat(sessions.deleteExpired()).isEqualTo(1);
        assertThat(sessions.find(alive.token())).isPresent();
    }

    @Test
    void whatIsNoTokenIsNotLookedFor() {
        assertThat(sessions.find("")).isEmpty();
        assertThat(sessions.find("x' OR 1=1 --")).isEmpty();
        assertThat(sessions.find("A".repeat(43))).isEmpty();
    }
}
