package touchline.api.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class LostEntrySourceTest {
    @Test
    void lostEntriesAreReportedForADay(TestStores stores) {
        Jdbi jdbi = Jdbi.create(stores.dataSource());
        LostEntrySource source = new LostEntrySource(jdbi);
        add(jdbi, "1-0", "25 hours");

        assertThat(source.now()).isEmpty();

        add(jdbi, "2-0", "23 hours");
        add(jdbi, "3-0", "0 hours");

        assertThat(source.now())
                .singleElement()
                .satisfies(condition ->
                        assertThat(condition.toString()).contains("outbox:trades", "neither store has: 2"));
    }

    private static void add(Jdbi jdbi, String id, String age) {
        jdbi.useHandle(handle ->
                handle.createUpdate("""
                        INSERT INTO lost_entries (stream, outbox_id, entry, type, fields, found_at)
                        VALUES ('outbox:trades', :id, 1, 'order', '{}', now() - cast(:age AS interval))
                        """).bind("id", id).bind("age", age).execute());
    }
}
