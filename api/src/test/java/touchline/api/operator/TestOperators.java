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
import touchline.api.operator.account.PasswordHash;
import touchline.api.operator.account.Role;
import touchline.api.operator.login.LogInThrottle;
import touchline.api.operator.login.PasswordCheck;
import touchline.api.operator.totp.SecondFactor;
import touchline.api.operator.totp.SecretSeal;

/** One operator per role, named after the role, a second admin, and sessions that cost no hashing: a log-in hashes for most of a second. */
public final class TestOperators {
    public static final String PASSWORD = "a password for tests";

    public static final String SECOND_ADMIN = "second-admin";

    private static final PasswordHash HASH = PasswordHash.parse(
            "pbkdf2-sha512$210000$YWFhYWFhYWFhYWFhYWFhYQ==$c2rzgUImXq1U/+LUqtRgcrOYVoaVmUrK97kUa8M6QjE=");

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
        OperatorsFile file = new OperatorsFile(folder.resolve("operators.yml"));
        file.write(all());
        return file.path();
    }

    /** The operators of a file, and those of a database. */
    public static OperatorDirectory directory(OperatorsFile file, Jdbi jdbi, Clock clock) {
        return new OperatorDirectory(OperatorList.of(file), jdbi, clock);
    }

    /** The second factors of a database. */
    public static SecondFactor secondFactor(Jdbi jdbi, Clock clock) {
        return new SecondFactor(jdbi, new SecretSeal(List.of(new byte[32])), clock);
    }

    /** A check of the passwords of a file, with the counters of a database. */
    public static PasswordCheck passwordCheck(OperatorsFile file, Jdbi jdbi, Clock clock) {
        return new PasswordCheck(
                directory(file, jdbi, clock), new LogInThrottle(jdbi, clock), secondFactor(jdbi, clock));
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
