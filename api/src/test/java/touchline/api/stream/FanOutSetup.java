package touchline.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.news.NewsArchive;
import touchline.market.position.OpenRequest;
import touchline.market.position.PositionId;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Epoch;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Nodes of a stream over one Redis, with prices that move and a user who trades. */
@ExtendWith(StoresExtension.class)
@SuppressWarnings("NullAway.Init")
abstract class FanOutSetup {
    static final Duration SOON = Duration.ofSeconds(60);
    static final UserId ALICE = UserId.of("alice");
    static final StreamFilter EVERYTHING = new StreamFilter(null, ALICE);
    static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    final List<FanOut> nodes = new ArrayList<>();
    String redisUrl;
    RedisClient redis;
    Prices prices;
    Positions positions;

    @BeforeEach
    void open(TestStores stores) {
        redisUrl = stores.redisUrl();
        redis = RedisClient.create(redisUrl);
        Epoch.openWithoutBook(redis);
        prices = new Prices(redis, 5);
        positions = new Positions(redis, MarketRules.standard());
        new Wallets(redis)
                .open(ALICE, "Alice", UserKind.HUMAN, Money.coins(1_000_000))
                .orThrow();
    }

    @AfterEach
    void stop() {
        nodes.forEach(FanOut::stop);
        redis.close();
    }

    void trade() {
        PositionId id = positions
                .open(new OpenRequest(
                        ALICE, InstrumentId.of(1), Direction.LONG, Quantity.of(1), 2, null, null, null, null))
                .orThrow()
                .id();
        positions.closeByUser(ALICE, id);
    }

    /** None of its listeners is slow because the machine is. */
    FanOut node() {
        return node(FanOut.Rules.usual(100, Duration.ofHours(1)));
    }

    FanOut node(FanOut.Rules rules) {
        FanOut node = new FanOut(RedisConnections.to(redisUrl), new NewsArchive(redis), JSON, rules);
        nodes.add(node);
        node.start();
        await().atMost(SOON).until(() -> node.listener(EVERYTHING).isPresent());
        return node;
    }

    static StreamReader join(FanOut node, StreamFilter interest, @Nullable String lastId) {
        StreamReader client = new StreamReader(node.listener(interest).orElseThrow());
        assertThat(node.join(client.listener(), client, lastId)).isTrue();
        client.write();
        return client;
    }
}
