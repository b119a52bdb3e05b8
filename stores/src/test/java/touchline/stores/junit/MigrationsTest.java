package touchline.stores.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;
import touchline.migrations.Migrations;

final class MigrationsTest {
    @Test
    @ExtendWith(StoresExtension.class)
    void aMigratedDatabaseIsLeftAsItIs(TestStores stores) {
        assertThat(Migrations.migrate(stores.dataSource()).migrationsExecuted).isZero();
    }

    @Test
    void anUnreachableDatabaseIsReported() {
        PGSimpleDataSource unreachable = new PGSimpleDataSource();
        unreachable.setUrl("jdbc:postgresql://127.0.0.1:1/book");
        assertThatThrownBy(() -> Migrations.migrate(unreachable))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The database can't be reached");
    }
}
