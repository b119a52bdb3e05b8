package touchline.feed.sportmonks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import touchline.feed.FakeFeed;
import touchline.feed.FakeFeed.FakeAnswer;
import touchline.feed.model.FeedFixture;
import touchline.stores.junit.TestStores;

/** Answers of several pages. */
@NullUnmarked
final class FeedPagesTest {
    private static TestStores stores;
    private static RedisClient redis;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private FakeFeed feed;
    private SportmonksClient client;

    @BeforeAll
    static void open() {
        stores = TestStores.open();
        redis = RedisClient.create(stores.redisUrl());
    }

    @AfterAll
    static void close() {
        redis.close();
        stores.close();
    }

    @BeforeEach
    void start() throws IOException {
        redis.flushAll();
        feed = FakeFeed.start(exchange -> page(exchange.getRequestURI().getQuery()));
        client = feed.client(redis);
    }

    @AfterEach
    void stop() {
        feed.close();
    }

    @Test
    void pagesAreFollowedToTheLast() throws Exception {
        for (int page = 1; page <= 3; page++) {
            answers.put(Integer.toString(page), """
                    {"data":[{"id":%d,"league_id":732,"state_id":1}],
                     "pagination":{"count":1,"per_page":1,"current_page":%d,"next_page":"x","has_more":%b}}
                    """.formatted(page, page, page < 3));
        }
        assertThat(client.inplay(Set.of(732L)).items())
                .extracting(FeedFixture::id)
                .containsExactly(1L, 2L, 3L);
        assertThat(client.inplay(Set.of(501L)).items())
                .as("another league's are not ours")
                .isEmpty();
    }

    /** The number of the page is ignored, or the pages are empty. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":1,\"league_id\":732,\"state_id\":2}", ""})
    void pagesThatBringNothingNewCostNoFurtherCalls(String row) throws Exception {
        String page = "{\"data\":[" + row + "],\"pagination\":{\"has_more\":true}}";
        for (int n = 1; n <= 100; n++) {
            answers.put(Integer.toString(n), page);
        }

        SportmonksClient.FixturePages pages = client.inplayPages(Set.of());

        assertThat(pages.calls()).isLessThanOrEqualTo(2);
        assertThat(pages.answer().items()).hasSize(row.isEmpty() ? 0 : 1);
    }

    private FakeAnswer page(String query) {
        String body = answers.getOrDefault(query.replaceAll(".*&page=", ""), "{}");
        return new FakeAnswer(200, body.getBytes(StandardCharsets.UTF_8));
    }
}
