package touchline.api.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class MissingTickSourceTest {
    @Test
    void missingTicksAreReportedForADay(TestStores stores) {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        MissingTickSource source = new MissingTickSource(jdbi);
        add(jdbi, 1, "25 hours");

        assertThat(source.now()).isEmpty();

        add(jdbi, 10, "23 hours");
        add(jdbi, 20, "0 hours");

        assertThat(source.now())
                .singleElement()
                .satisfies(
                        condition -> assertThat(condition.toString()).contains("instrument 7", "neither store has: 6"));
    }

    private static void add(Jdbi jdbi, long first, String age) {
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        INSERT INTO missing_ticks (instrument_id, first_seq, last_seq, found_at)
                        VALUES (7, :first, :first + 2, now() - cast(:age AS interval))
                        """).bind("first", first).bind("age", age).execute());
    }
}
