package touchline.feed.sportmonks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.feed.FakeFeed;
import touchline.feed.FakeFeed.FakeAnswer;
import touchline.feed.model.FeedFixture;
import touchline.simulator.SimulatorOptions;
import touchline.simulator.SportmonksSimulator;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Damaged answers: each is read as far as it can be, or refused, and the next right one is read. {@code -Dchaos.answers=100000} is the long one. */
@ExtendWith(StoresExtension.class)
class MangledFeedTest {
    private static final int ANSWERS = Integer.getInteger("chaos.answers", 500);
    private static final long SEED = Long.getLong("seed", 41);
    private static final int EACH_HOUR = 1_000_000_000;

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // or each answer takes 40 ms
    }

    private final AtomicReference<FakeAnswer> answer = new AtomicReference<>(new FakeAnswer(500, new byte[0]));

    @Test
    void aDamagedAnswerIsReadAsFarAsItCanBeOrRefused(TestStores stores) throws Exception {
        byte[] right = rightAnswer();
        try (RedisClient redis = RedisClient.create(stores.redisUrl());
                FakeFeed feed = FakeFeed.start(exchange -> Objects.requireNonNull(answer.get()))) {
            redis.flushAll();
            SportmonksClient client = feed.client(redis, 1, EACH_HOUR);
            List<FeedFixture> expected = read(client, new FakeAnswer(200, right));
            assertThat(expected).hasSize(1);
            int refused = 0;
            for (int n = 0; n < ANSWERS; n++) {
                long seed = SEED + n;
                answer.set(MangledAnswer.of(right, seed));
                try {
                    client.inplay(Set.of());
                } catch (FeedException damaged) {
                    refused++;
                } catch (RuntimeException | Error escaped) {
                    fail("the answer of -Dseed=" + seed + " -Dchaos.answers=1", escaped);
                }
                redis.flushAll(); // it may have said that there are no calls left
            }
            assertThat(refused).isBetween(1, ANSWERS - 1);
            assertThat(read(client, new FakeAnswer(200, right))).isEqualTo(expected);
        }
    }

    /** A small body can be large in memory. */
    @Test
    void anAnswerOfMillionsOfEmptyObjectsIsRefused(TestStores stores) throws Exception {
        byte[] body = ("{\"data\":[{}" + ",{}".repeat(2_500_000) + "]}").getBytes(StandardCharsets.UTF_8);
        try (RedisClient redis = RedisClient.create(stores.redisUrl());
                FakeFeed feed = FakeFeed.start(exchange -> new FakeAnswer(200, body))) {
            redis.flushAll();
            assertThat(catchThrowableOfType(
                                    FeedException.class,
                                    () -> feed.client(redis).inplay(Set.of()))
                            .reason())
                    .isEqualTo(FeedException.Reason.MALFORMED);
        }
    }

    private List<FeedFixture> read(SportmonksClient client, FakeAnswer of) {
        answer.set(of);
        try {
            return client.inplay(Set.of()).items();
        } catch (FeedException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the simulator, within a match, with line-ups. */
    private static byte[] rightAnswer() throws IOException, InterruptedException {
        SportmonksSimulator simulator = SportmonksSimulator.start(
                List.of(Recording.shipped()), SimulatorOptions.defaults().withKickOffDelay(Duration.ofSeconds(-2_000)));
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.baseUrl()
                            + "/livescores/inplay?include=participants;scores;events;state;periods;lineups.details"))
                    .header("Authorization", simulator.token())
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } finally {
            simulator.close();
        }
    }
}
