package touchline.api.operator.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Operators of the file and of the database together. */
@ExtendWith(StoresExtension.class)
final class OperatorDirectoryTest {
    private static final PasswordCost CHEAP = new PasswordCost(1_000);

    /** Whose name is in the file has the role of the file: an admin of that name in the database can't log in as one. */
    @Test
    void anAdminWhoseNameTheFileHasWithAnotherRoleIsNoOtherAdmin(TestStores stores, @TempDir Path folder)
            throws Exception {
        OperatorsFile file = new OperatorsFile(folder.resolve("operators.yml"), CHEAP);
        file.write(List.of(entry("ann", Role.VIEWER)));
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        OperatorDirectory operators = new OperatorDirectory(OperatorList.of(file), jdbi, Clock.systemUTC());
        jdbi.useHandle(handle -> {
            OperatorAccountRepository.add(handle, entry("ann", Role.ADMIN), null, "test");
            OperatorAccountRepository.add(handle, entry("ben", Role.ADMIN), null, "test");

            assertThat(operators.hasAdminBeside(handle, "ben")).isFalse();
            assertThat(operators.hasAdminBeside(handle, "vic")).isTrue();
        });
    }

    private static OperatorEntry entry(String name, Role role) {
        return new OperatorEntry(name, role, CHEAP.hash("a password"));
    }
}
