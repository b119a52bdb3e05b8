package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.market.money.Money;
import touchline.market.recovery.Epoch;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.junit.FaultProxy;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** {@code touchline flusher}, in this process, with Postgres behind a network that loses packets. */
@ExtendWith(StoresExtension.class)
class StandaloneFlusherTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void aBlackHoledPostgresFreesTheFlusher(TestStores stores) throws Exception {
        Jdbi book = Jdbi.create(stores.dataSource());
        try (FaultProxy proxy = FaultProxy.to(stores.databaseUrl());
                RedisClient redis = RedisConnections.to(stores.redisUrl()).pool("test", 2)) {
            new Epoch(redis, book).open();
            Map<String, String> variables = new HashMap<>(TestNode.variables(stores));
            variables.put("DATABASE_URL", proxy.url(stores.databaseUrl()));
            Thread flusher = new Thread(() -> run(variables));
            flusher.start();
            try {
                open(redis, "alice");
                await().atMost(SOON).until(() -> users(book) == 1);

                proxy.loseOnOpenConnections();
                open(redis, "bob");

                await().atMost(SOON).until(() -> users(book) == 2);
                assertThat(flusher.isAlive()).isTrue();
            } finally {
                flusher.interrupt();
                flusher.join();
            }
        }
    }

    private static void run(Map<String, String> variables) {
        try {
            FrontDoor.run(variables, "", "flusher", TestNode.configuration());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void open(RedisClient redis, String user) {
        new Wallets(redis)
                .open(UserId.of(user), user, UserKind.HUMAN, Money.coins(1_000))
                .orThrow();
    }

    private static int users(Jdbi book) {
        return book.withHandle(handle ->
                handle.select("SELECT count(*) FROM users").mapTo(Integer.class).one());
    }
}
