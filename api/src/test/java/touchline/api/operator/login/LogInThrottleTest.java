package touchline.api.operator.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.api.caller.Caller;
import touchline.api.operator.TestOperators;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.OperatorsFile;
import touchline.api.operator.account.PasswordCost;
import touchline.api.operator.account.PasswordHash;
import touchline.api.operator.account.Role;
import touchline.stores.junit.SettableClock;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class LogInThrottleTest {
    private static final String HERE = "192.0.2.1";
    private static final String THERE = "198.51.100.7";
    private static final String PASSWORD = TestOperators.PASSWORD;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

    @SuppressWarnings("NullAway.Init")
    private Jdbi jdbi;

    @SuppressWarnings("NullAway.Init")
    private LogInThrottle one;

    @SuppressWarnings("NullAway.Init")
    private LogInThrottle other;

    @BeforeEach
    void begin(TestStores stores) {
        jdbi = Jdbi.create(stores.dataSource());
        one = new LogInThrottle(jdbi, clock);
        other = new LogInThrottle(Jdbi.create(stores.dataSource()), clock);
    }

    @Test
    void fiveFailuresLockANameAtAnAddressOnAllNodes() {
        fail("ann", HERE, 5);

        assertThat(other.charge("ann", HERE)).hasValue(Duration.ofSeconds(2));
        assertThat(other.wait("ann", HERE)).hasValue(Duration.ofSeconds(2));
        assertThat(other.charge("ann", THERE)).isEmpty();
        assertThat(other.charge("bob", HERE)).isEmpty();
    }

    @Test
    void locksDoubleUpTo15Minutes() {
        fail("ann", HERE, 4);
        List<Long> seconds = new ArrayList<>();
        for (int n = 0; n < 11; n++) {
            assertThat(one.charge("ann", HERE)).isEmpty();
            Duration lock = one.wait("ann", HERE).orElseThrow();
            seconds.add(lock.toSeconds());
            clock.advance(lock);
        }

        assertThat(seconds).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L, 900L);
    }

    @Test
    void attemptsDuringALockDoNotExtendIt() {
        fail("ann", HERE, 5);
        for (int n = 0; n < 20; n++) {
            one.charge("ann", HERE);
        }

        clock.advance(Duration.ofSeconds(2));

        assertThat(one.charge("ann", HERE)).isEmpty();
    }

    @Test
    void manyNamesFromOneAddressLockTheAddress() {
        for (int n = 0; n < 20; n++) {
            assertThat(one.charge("name" + n, HERE)).isEmpty();
        }

        assertThat(other.charge("ann", HERE)).isPresent();
        assertThat(other.charge("ann", THERE)).isEmpty();
    }

    @Test
    void countsAnIpv6NetworkAsOneAddress() {
        for (int n = 0; n < 5; n++) {
            one.charge("ann", "2001:db8:1:2::" + n);
        }

        assertThat(one.charge("ann", "2001:db8:1:2:ffff::1")).isPresent();
        assertThat(one.charge("ann", "2001:db8:1:3::1")).isEmpty();
    }

    @Test
    void manyAddressesLockANameBriefly() {
        Duration longest = Duration.ZERO;
        for (int n = 0; n < 80; n++) {
            String address = "10.0." + n + ".1";
            longest = one.wait("ann", address).orElse(Duration.ZERO);
            clock.advance(longest);
            assertThat(one.charge("ann", address)).isEmpty();
        }

        assertThat(longest).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void knownAddressIsNeverLockedByOthers() {
        one.charge("ann", HERE);
        one.succeeded("ann", HERE);
        for (int n = 0; n < 50; n++) {
            assertThat(one.charge("ann", "10.0." + n + ".1")).isEmpty();
        }

        assertThat(one.wait("ann", THERE)).isPresent();
        assertThat(other.wait("ann", HERE)).isEmpty();
        assertThat(other.charge("ann", HERE)).isEmpty();
    }

    @Test
    void successRevertsTheCount() {
        for (int n = 0; n < 60; n++) {
            assertThat(one.charge("ann", HERE)).isEmpty();
            one.succeeded("ann", HERE);
        }

        fail("ann", HERE, 4);
        assertThat(one.wait("ann", HERE)).isEmpty();
    }

    @Test
    void failuresExpireAfterAnHour() {
        fail("ann", HERE, 5);

        clock.advance(Duration.ofMinutes(61));
        fail("ann", HERE, 4);

        assertThat(one.wait("ann", HERE)).isEmpty();
    }

    @Test
    void concurrentAttemptsAreCountedExactly() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(24);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Optional<Duration>>> attempts = new ArrayList<>();
        for (int n = 0; n < 48; n++) {
            LogInThrottle node = n % 2 == 0 ? one : other;
            attempts.add(threads.submit(() -> {
                start.await();
                return node.charge("ann", HERE);
            }));
        }
        start.countDown();
        int through = 0;
        for (Future<Optional<Duration>> attempt : attempts) {
            through += attempt.get().isEmpty() ? 1 : 0;
        }
        threads.shutdown();

        assertThat(through).isEqualTo(5);
    }

    @Test
    void correctPasswordIsRefusedDuringALock(@TempDir Path folder) throws Exception {
        OperatorsFile file = new OperatorsFile(folder.resolve("operators.yml"), TestOperators.CHEAP);
        file.write(List.of(TestOperators.entry("ann", Role.ADMIN)));
        OperatorDirectory operators = TestOperators.directory(file, jdbi, clock);
        PasswordCheck logIn = TestOperators.passwordCheck(operators, TestOperators.CHEAP, jdbi, clock);
        Caller caller = new Caller(HERE, false);
        BasicAuthentication basic = new BasicAuthentication(operators, logIn, one);
        String header = "Basic YW5uOmEgcGFzc3dvcmQgZm9yIHRlc3Rz"; // ann, with the right password
        assertThat(basic.attempt(header, caller)).isInstanceOf(LogInResult.In.class);
        fail("ann", HERE, 4);
        assertThat(logIn.attempt("ann", "a wrong password", caller)).isInstanceOf(LogInResult.Wrong.class);

        assertThat(logIn.attempt("ann", PASSWORD, caller)).isInstanceOf(LogInResult.Wait.class);
        assertThat(basic.attempt(header, caller)).isInstanceOf(LogInResult.Wait.class);
        clock.advance(Duration.ofSeconds(2));
        assertThat(logIn.attempt("ann", PASSWORD, caller)).isInstanceOf(LogInResult.In.class);
    }

    @Test
    void basicPasswordIsHashedOnce(@TempDir Path folder) throws Exception {
        OperatorsFile file = new OperatorsFile(folder.resolve("operators.yml"), TestOperators.CHEAP);
        file.write(List.of(TestOperators.entry("ann", Role.ADMIN)));
        OperatorDirectory operators = TestOperators.directory(file, jdbi, clock);
        BasicAuthentication basic = new BasicAuthentication(
                operators, TestOperators.passwordCheck(operators, TestOperators.CHEAP, jdbi, clock), one);
        String header = "Basic YW5uOmEgcGFzc3dvcmQgZm9yIHRlc3Rz";
        assertThat(basic.attempt(header, new Caller(HERE, false))).isInstanceOf(LogInResult.In.class);
        List<String> rows = rows();

        clock.advance(Duration.ofSeconds(10));
        assertThat(basic.attempt(header, new Caller(HERE, false))).isInstanceOf(LogInResult.In.class);
        assertThat(rows()).isEqualTo(rows); // an attempt would have been counted there

        file.write(List.of(new OperatorEntry("ann", Role.ADMIN, TestOperators.CHEAP.hash("another password"))));
        assertThat(basic.attempt(header, new Caller(HERE, false))).isInstanceOf(LogInResult.Wrong.class);
    }

    @Test
    void hashesTwoPasswordsAtATime(@TempDir Path folder) throws Exception {
        OperatorsFile file = new OperatorsFile(folder.resolve("operators.yml"), TestOperators.CHEAP);
        file.write(List.of(new OperatorEntry("ann", Role.ADMIN, PasswordHash.of(PASSWORD))));
        PasswordCheck logIn = TestOperators.passwordCheck(file, jdbi, clock);
        ExecutorService threads = Executors.newFixedThreadPool(45);
        List<Future<LogInResult>> attempts = new ArrayList<>();
        for (int n = 0; n < 45; n++) {
            Caller caller = new Caller("10.0." + n + ".1", false);
            attempts.add(threads.submit(() -> logIn.attempt("ann", "wrong", caller)));
        }
        int sentAway = 0;
        for (Future<LogInResult> attempt : attempts) {
            sentAway += attempt.get() instanceof LogInResult.Wait ? 1 : 0;
        }
        threads.shutdown();

        assertThat(sentAway).isBetween(1, 43);
        int counted = jdbi.withHandle(
                handle -> handle.createQuery("SELECT failures FROM operator_log_in_failures WHERE kind = 'NAME'")
                        .mapTo(Integer.class)
                        .one());
        assertThat(counted).isEqualTo(45 - sentAway);
    }

    @Test
    void unknownNameTakesAsLongAsAWrongPassword(@TempDir Path folder) throws Exception {
        OperatorsFile file = new OperatorsFile(folder.resolve("operators.yml"), TestOperators.CHEAP);
        file.write(List.of(new OperatorEntry("ann", Role.ADMIN, new PasswordCost(20_000).hash(PASSWORD))));
        PasswordCheck logIn = TestOperators.passwordCheck(file, jdbi, clock);
        long known = Long.MAX_VALUE;
        long unknown = Long.MAX_VALUE;
        for (int n = 0; n < 2; n++) {
            known = Math.min(known, nanos(() -> logIn.attempt("ann", "wrong", new Caller(HERE, false))));
            unknown = Math.min(unknown, nanos(() -> logIn.attempt("nobody", "wrong", new Caller(HERE, false))));
        }

        assertThat(unknown).isBetween(known / 2, known * 2);
    }

    @Test
    void deletesExpiredCounters() {
        fail("ann", HERE, 5);
        one.charge("bob", THERE);
        one.succeeded("bob", THERE);

        assertThat(one.deleteExpired()).isZero();
        clock.advance(Duration.ofDays(2));
        assertThat(one.deleteExpired()).isEqualTo(5); // all but that bob is known there
        clock.advance(Duration.ofDays(29));
        assertThat(one.deleteExpired()).isEqualTo(1);
    }

    @Test
    void storesNoNames() {
        one.charge("canary-name", HERE);

        assertThat(rows()).isNotEmpty().noneMatch(row -> row.contains("canary"));
    }

    private List<String> rows() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT f::text FROM operator_log_in_failures f")
                .mapTo(String.class)
                .list());
    }

    private void fail(String name, String address, int times) {
        for (int n = 0; n < times; n++) {
            assertThat(one.charge(name, address)).isEmpty();
        }
    }

    /** Of the processor, which other programs on the machine don't lengthen. */
    private static long nanos(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return threads.getCurrentThreadCpuTime() - start;
    }
}
