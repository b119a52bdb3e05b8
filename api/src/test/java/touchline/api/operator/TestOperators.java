package touchline.api.operator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import touchline.api.operator.account.OperatorDirectory;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.OperatorList;
import touchline.api.operator.account.OperatorsFile;
import touchline.api.operator.account.PasswordCost;
import touchline.api.operator.account.PasswordHash;
import touchline.api.operator.account.Role;
import touchline.api.operator.login.LogInThrottle;
import touchline.api.operator.login.PasswordChange;
import touchline.api.operator.login.PasswordCheck;
import touchline.api.operator.totp.SecondFactor;
import touchline.api.secret.SecretSeal;

/** One operator per role, named after the role, a second admin, and sessions without a log-in. Passwords are hashed cheaply. */
public final class TestOperators {
    public static final String PASSWORD = "a password for tests";

    public static final String SECOND_ADMIN = "second-admin";

    /** What nodes of tests have: a hash of the recommended cost takes more than a second of a processor with the first compiler alone. */
    public static final PasswordCost CHEAP = new PasswordCost(1_000);

    private static final PasswordHash HASH = CHEAP.hash(PASSWORD);

    private TestOperators() {}

    /** Cookie and token of a session. */
    public record Session(String cookie, String csrf) {
        /** The headers of a request of the console. */
        public String[] headers() {
            return new String[] {"Cookie", cookie, "X-CSRF-Token", csrf};
        }
    }

    public static OperatorEntry entry(String name, Role role) {
        return new OperatorEntry(name, role, HASH);
    }

    public static List<OperatorEntry> all() {
        return Stream.concat(
                        Arrays.stream(Role.values()).map(role -> entry(role.word(), role)),
                        Stream.of(entry(SECOND_ADMIN, Role.ADMIN)))
                .toList();
    }

    /** Writes the value of {@code OPERATORS_FILE}. */
    public static Path file(Path folder) throws IOException {
        OperatorsFile file = new OperatorsFile(folder.resolve("operators.yml"), CHEAP);
        file.write(all());
        return file.path();
    }

    /** The operators of a file, and those of a database. */
    public static OperatorDirectory directory(OperatorsFile file, Jdbi jdbi, Clock clock) {
        return new OperatorDirectory(OperatorList.of(file), jdbi, clock);
    }

    /** The second factors of a database. */
    public static SecondFactor secondFactor(Jdbi jdbi, Clock clock) {
        return new SecondFactor(jdbi, new SecretSeal(List.of(new byte[32]), "operator-totp"), clock);
    }

    /** A check of the passwords of a file, with the counters of a database. */
    public static PasswordCheck passwordCheck(OperatorsFile file, Jdbi jdbi, Clock clock) {
        return passwordCheck(directory(file, jdbi, clock), CHEAP, jdbi, clock);
    }

    /** A check of passwords whose new hashes have this cost. */
    public static PasswordCheck passwordCheck(OperatorDirectory operators, PasswordCost cost, Jdbi jdbi, Clock clock) {
        return new PasswordCheck(
                operators,
                new LogInThrottle(jdbi, clock),
                secondFactor(jdbi, clock),
                new PasswordChange(operators, cost, jdbi));
    }

    /** A new session, as a log-in through any node makes one. */
    public static Session session(DataSource stores, String name) {
        Role role = name.equals(SECOND_ADMIN) ? Role.ADMIN : Role.of(name).orElseThrow();
        OperatorSession session = new OperatorSessions(
                        Jdbi.create(stores), Duration.ofMinutes(30), Duration.ofHours(12), Clock.systemUTC())
                .open(entry(name, role), "127.0.0.1");
        return new Session("touchline-operator=" + session.token(), session.csrfToken());
    }
}
