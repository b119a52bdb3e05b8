package touchline.api.operator.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.stores.junit.SettableClock;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Counters of failed log-ins as a clock that was an hour ahead, or another program, leaves them. */
@ExtendWith(StoresExtension.class)
final class OverwrittenLockTest {
    private static final String HERE = "192.0.2.1";

    @Test
    void aLockThatIsTooLongKeepsNobodyOutForEverAndLetsNobodyGuess(TestStores stores) {
        SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        LogInThrottle throttle = new LogInThrottle(jdbi, clock);
        for (int n = 0; n < 5; n++) {
            assertThat(throttle.charge("ann", HERE)).isEmpty();
        }
        jdbi.useHandle(
                handle -> handle.execute(
                        "UPDATE operator_log_in_failures SET locked_until = locked_until + interval '75 minutes', failures = 2147483647"));

        assertThat(throttle.wait("ann", HERE)).isEmpty();
        assertThat(throttle.charge("ann", HERE)).as("counted").isEmpty();
        assertThat(throttle.wait("ann", HERE)).as("the next one").hasValue(Duration.ofMinutes(15));
        assertThat(throttle.charge("ann", HERE)).isPresent();

        clock.advance(Duration.ofDays(2));
        jdbi.useHandle(handle -> handle.execute("UPDATE operator_log_in_failures SET locked_until = '9999-01-01'"));
        assertThat(throttle.deleteExpired()).isPositive();
    }
}
