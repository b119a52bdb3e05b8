package touchline.market.halt;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** What the halts in Redis are kept by was overwritten: an operator's halt takes effect all the same. */
@ExtendWith(StoresExtension.class)
class OverwrittenHaltsTest {
    @ParameterizedTest
    @ValueSource(strings = {"halts:version", "halts:unpublished"})
    void aHaltIsAppliedAlthoughARecordIsOverwritten(String key, TestStores stores) {
        try (TestMarket market = new TestMarket(stores)) {
            Jdbi jdbi = TestBook.on(stores.dataSource());
            Halts halts = new Halts(market.redis, jdbi, CircuitBreaker.NONE);
            HaltScope scope = HaltScope.parse("market");
            market.redis.set(key, "overwritten");
            long id = jdbi.inTransaction(book -> new HaltRepository(jdbi)
                            .halt(
                                    book,
                                    scope,
                                    new HaltTerms(HaltMode.EVERYTHING, HaltCause.OPERATOR, "a test", null),
                                    "ann"))
                    .orElseThrow()
                    .id();

            halts.apply();

            assertThat(halts.now()).containsKey(scope);
            jdbi.useTransaction(book -> new HaltRepository(jdbi).lift(book, id, "ann"));
            halts.apply();
            assertThat(halts.now()).isEmpty();
        }
    }
}
