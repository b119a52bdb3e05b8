package touchline.market.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.HostAndPort;

/** Three Sentinels with a quorum of two and {@code down-after-milliseconds} 2000, asked every 250 ms. Times are in ms. */
class FailOverWatchTest {
    private static final HostAndPort PRIMARY = new HostAndPort("127.0.0.1", 7001);
    private static final Map<String, String> UP = known("master", 100);

    private final FailOverWatch watch = new FailOverWatch();
    private long now = 5_000;

    @Test
    void aPrimaryIsKeptOnceASecondOfRoundsShowsNoFailOver() {
        round(UP, UP, UP);
        assertThat(isKept()).isFalse();

        rounds(1_000);
        assertThat(isKept()).isFalse();

        rounds(500);
        assertThat(isKept()).isTrue();
        now += 900;
        assertThat(isKept()).isFalse(); // a replica may be chosen by offsets of now
    }

    @ParameterizedTest
    @CsvSource({"'master,s_down,o_down'", "'master,failover_in_progress'"})
    void theOthersDoNotOutvoteASentinelThatFailsOver(String flags) {
        rounds(2_000);
        Map<String, String> failingOver = known(flags, 100);

        for (int n = 0; n < 20; n++) {
            round(failingOver, UP, UP);
            assertThat(isKept()).isFalse();
        }
        round(UP, UP, UP);
        assertThat(isKept()).isFalse();
        rounds(1_500);
        assertThat(isKept()).isTrue();
    }

    @Test
    void oneThatTakesThePrimaryForDownMayCountTheOthersForFiveSecondsAfterALapse() {
        rounds(2_000);
        Map<String, String> down = known("master,s_down", 2_300);
        round(down, UP, UP);
        assertThat(isKept()).isTrue(); // the others never lost it

        round(down, down, UP);
        for (int passed = 0; passed < 5_000; passed += 250) {
            round(down, UP, UP);
            assertThat(isKept()).isFalse();
        }
        round(down, UP, UP);
        round(down, UP, UP);
        round(down, UP, UP);
        assertThat(isKept()).isTrue();
    }

    @Test
    void aSentinelThatDoesNotAnswerMayFailOverAfterALapse() {
        rounds(2_000);
        round(UP, UP);
        assertThat(isKept()).isTrue();

        now += 2_000; // nobody asked meanwhile
        for (int passed = 0; passed < 10_000; passed += 250) {
            round(UP, UP);
            assertThat(isKept()).isFalse();
        }
        round(UP, UP, UP);
        assertThat(isKept()).isTrue();
    }

    @Test
    void thatThePrimaryHasNotAnsweredBetweenTwoRoundsIsALapseToo() {
        rounds(2_000);
        now += 1_800; // its last answer was 100 ms old
        round(UP, UP, UP);
        assertThat(isKept()).isFalse();
    }

    @Test
    void theLastAnswerCountsAlsoWhereNoPingIsPending() {
        assertThat(Sentinel.Answer.of(known("master", 900), 0).downAt()).isEqualTo(nanos(1_100));
        assertThat(Sentinel.Answer.of(known("master", 900), 0).keptUntil()).isEqualTo(nanos(100));
    }

    @Test
    void sentinelsThatTheUrlDoesNotNameMayFailOver() {
        for (int n = 0; n < 20; n++) {
            round(with(UP, "num-other-sentinels", "3"), UP, UP); // a fourth one and one more make the quorum
            assertThat(isKept()).isEqualTo(n > 5);
        }
        for (int n = 0; n < 20; n++) {
            round(with(UP, "num-other-sentinels", "4"), UP, UP);
        }
        assertThat(isKept()).isFalse();
    }

    @Test
    void aQuorumThatAMinorityOfDeadSentinelsWouldBlockIsNamed() {
        round(UP, UP, UP);
        assertThat(watch.weakness()).isEmpty();

        Map<String, String> one = with(UP, "quorum", "1");
        round(one, one, one);
        assertThat(watch.weakness())
                .hasValue("writes are refused unless 3 of 3 Sentinels answer and reach the primary (quorum 1, 3 in"
                        + " REDIS_URL): set the quorum to 2, and name all Sentinels in REDIS_URL");

        Map<String, String> three = with(UP, "quorum", "3");
        round(three, three, three, three, three);
        assertThat(watch.weakness()).isEmpty();
        round(UP, UP, UP, UP, UP);
        assertThat(watch.weakness()).isPresent();
    }

    private void rounds(long millis) {
        for (long passed = 0; passed <= millis; passed += 250) {
            round(UP, UP, UP);
        }
    }

    /** Asks, 250 ms after the last time; only two answer where only two answers are given. */
    @SafeVarargs
    private void round(Map<String, String>... known) {
        now += 250;
        List<Sentinel.Answer> answers = new ArrayList<>();
        for (Map<String, String> each : known) {
            answers.add(Sentinel.Answer.of(each, nanos(now)));
        }
        watch.take(PRIMARY, new FailOverWatch.Round(Math.max(3, known.length), nanos(now), nanos(now + 1), answers));
    }

    private boolean isKept() {
        return watch.isKept(PRIMARY, nanos(now + 2));
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static Map<String, String> known(String flags, long sinceAnswer) {
        return Map.of(
                "ip", PRIMARY.getHost(),
                "port", Integer.toString(PRIMARY.getPort()),
                "flags", flags,
                "quorum", "2",
                "num-other-sentinels", "2",
                "last-ping-sent", "0",
                "last-ok-ping-reply", Long.toString(sinceAnswer),
                "down-after-milliseconds", "2000",
                "failover-timeout", "10000");
    }

    private static Map<String, String> with(Map<String, String> known, String field, String value) {
        Map<String, String> changed = new HashMap<>(known);
        changed.put(field, value);
        return changed;
    }
}
