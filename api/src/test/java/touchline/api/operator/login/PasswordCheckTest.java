package touchline.api.operator.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.api.caller.Caller;
import touchline.api.operator.TestOperators;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.OperatorsFile;
import touchline.api.operator.account.PasswordCost;
import touchline.api.operator.account.Role;
import touchline.stores.junit.SettableClock;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Passwords of the database, on a node whose new hashes take 20,000 rounds. */
@ExtendWith(StoresExtension.class)
final class PasswordCheckTest {
    private static final PasswordCost COST = new PasswordCost(20_000);
    private static final Caller CALLER = new Caller("192.0.2.1", false);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

    @SuppressWarnings("NullAway.Init")
    private Jdbi jdbi;

    @SuppressWarnings("NullAway.Init")
    private PasswordCheck check;

    @BeforeEach
    void begin(TestStores stores, @TempDir Path folder) throws Exception {
        jdbi = Jdbi.create(stores.dataSource());
        OperatorsFile file = new OperatorsFile(folder.resolve("operators.yml"), COST);
        file.write(List.of(new OperatorEntry("chief", Role.ADMIN, COST.hash("another password"))));
        check = TestOperators.passwordCheck(TestOperators.directory(file, jdbi, clock), COST, jdbi, clock);
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO operators (name, role, password_hash, created_by) VALUES ('ann', 'OPERATOR', :hash, 'test')
                        """)
                .bind(
                        "hash",
                        TestOperators.entry("ann", Role.OPERATOR).password().encoded())
                .execute());
    }

    @Test
    void aPasswordThatAnOperatorOfAProviderStillHasIsWrong() {
        assertThat(attempt(TestOperators.PASSWORD)).isInstanceOf(LogInResult.In.class);

        jdbi.useHandle(
                handle -> handle.execute("UPDATE operators SET provider = 'https://idp.example', subject = '1'"));

        assertThat(attempt(TestOperators.PASSWORD)).isInstanceOf(LogInResult.Wrong.class);
    }

    @Test
    void aWeakHashIsReplacedAtTheLogInAndSessionsGoOn() {
        OperatorEntry weak = TestOperators.entry("ann", Role.OPERATOR);
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        INSERT INTO operator_sessions (token_hash, operator, fingerprint, address, created_at, last_seen_at, expires_at)
                        VALUES ('t', 'ann', :fingerprint, '192.0.2.1', now(), now(), now())
                        """).bind("fingerprint", weak.fingerprint()).execute());
        assertThat(attempt("wrong")).isInstanceOf(LogInResult.Wrong.class);
        assertThat(stored()).isEqualTo(weak.password().encoded());

        LogInResult in = attempt(TestOperators.PASSWORD);

        assertThat(stored()).startsWith("pbkdf2-sha512$20000$");
        assertThat(in).isInstanceOfSatisfying(LogInResult.In.class, one -> {
            assertThat(one.entry().password().encoded()).isEqualTo(stored());
            assertThat(one("SELECT fingerprint FROM operator_sessions"))
                    .isEqualTo(one.entry().fingerprint());
        });
        String strong = stored();
        assertThat(attempt(TestOperators.PASSWORD)).isInstanceOf(LogInResult.In.class);
        assertThat(stored()).isEqualTo(strong);
    }

    @Test
    void aWeakHashTakesAsLongAsAnUnknownName() {
        long known = Long.MAX_VALUE;
        long unknown = Long.MAX_VALUE;
        for (int n = 0; n < 2; n++) {
            known = Math.min(known, nanos(() -> attempt("wrong")));
            unknown = Math.min(unknown, nanos(() -> check.attempt("nobody", "wrong", CALLER)));
        }

        assertThat(known).isBetween(unknown / 2, unknown * 2);
    }

    private LogInResult attempt(String password) {
        return check.attempt("ann", password, CALLER);
    }

    private String stored() {
        return one("SELECT password_hash FROM operators");
    }

    private String one(String query) {
        return jdbi.withHandle(
                handle -> handle.createQuery(query).mapTo(String.class).one());
    }

    /** Of the processor, which other programs on the machine don't lengthen. */
    private static long nanos(Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return threads.getCurrentThreadCpuTime() - start;
    }
}
