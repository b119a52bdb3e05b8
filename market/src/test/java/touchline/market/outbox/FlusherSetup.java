package touchline.market.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A market with one user, and flushers of its outbox. */
@ExtendWith(StoresExtension.class)
abstract class FlusherSetup {
    static final Duration SOON = Duration.ofSeconds(60);

    TestMarket market;
    Jdbi jdbi;
    DataSource dataSource;
    InstrumentId player;
    UserId alice;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        dataSource = stores.dataSource();
        jdbi = TestBook.on(dataSource);
        player = market.list(1, 100, 1_000_000, 10_000);
        alice = market.user("alice", Money.coins(100_000));
    }

    @AfterEach
    void close() {
        market.close();
    }

    Flusher flusher(int batch) {
        return new Flusher(market.redis, jdbi, batch);
    }

    /** Buys and sells in turn, twice as much bought as sold. */
    void trade(int orders) {
        for (int n = 0; n < orders; n++) {
            boolean buy = n % 2 == 0;
            market.spot
                    .place(new OrderRequest(
                            alice, player, buy ? Side.BUY : Side.SELL, Quantity.of(buy ? 2 : 1), null, null))
                    .orThrow();
        }
    }

    void assertBookAgrees() {
        List<String> wallet = market.redis.hmget("wallet:alice", "cash", "held");
        assertThat(count("SELECT cash FROM wallets WHERE user_id = 'alice'")).isEqualTo(Long.parseLong(wallet.get(0)));
        assertThat(count("SELECT held FROM wallets WHERE user_id = 'alice'")).isEqualTo(Long.parseLong(wallet.get(1)));
        market.redis
                .hgetAll("accounts")
                .forEach(
                        (name, balance) -> assertThat(count("SELECT balance FROM accounts WHERE name = '" + name + "'"))
                                .as(name)
                                .isEqualTo(Long.parseLong(balance)));
        assertThat(count("SELECT price FROM instruments"))
                .isEqualTo(market.instrument(player).price().tenThousandths());
        assertThat(count("SELECT coalesce(sum(cash + held), 0) + (SELECT sum(balance) FROM accounts) FROM wallets"))
                .isZero();
    }

    long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
