package touchline.market.spot;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class OrderQueryTest {
    private static final UserId ANN = UserId.of("ann");
    private static final long NO_INSTRUMENT = -1;

    private Jdbi jdbi;

    @BeforeEach
    void open(TestStores stores) {
        jdbi = TestBook.on(stores.dataSource());
        insert(1, 7);
        insert(2, NO_INSTRUMENT);
        insert(3, 7);
    }

    private void insert(long id, long instrument) {
        jdbi.useHandle(handle -> handle.execute("""
                        INSERT INTO orders (id, user_id, instrument_id, side, quantity, amount, fee, realised, source, at)
                        VALUES (?, 'ann', ?, 'BUY', 5, 50, 1, 0, 'USER', now())
                        """, id, instrument));
    }

    @Test
    void anUnreadableOrderIsLeftOutOfPagesOfOrdersAndOfFills(TestStores stores) {
        try (TestMarket market = new TestMarket(stores)) {
            OrderQuery orders = new OrderQuery(jdbi, new UnreadableRecords(market.redis));

            assertThat(orders.page(ANN, OrderFilter.ALL, Long.MAX_VALUE, 2))
                    .extracting(order -> order.id().value())
                    .containsExactly(3L, 1L);
            assertThat(orders.fills(ANN, OrderFilter.ALL, Long.MAX_VALUE, 2))
                    .extracting(fill -> fill.order().id().value())
                    .containsExactly(3L, 1L);
            assertThat(market.redis.hkeys("set_aside")).containsExactly("order 2 in the book");
        }
    }
}
