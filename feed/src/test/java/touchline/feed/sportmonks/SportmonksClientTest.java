package touchline.feed.sportmonks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.RedisClient;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.SquadEntry;
import touchline.feed.sportmonks.FeedException.Reason;
import touchline.simulator.SimulatorOptions;
import touchline.simulator.SportmonksSimulator;
import touchline.simulator.recording.Fault;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.TestStores;

@Timeout(60)
@NullUnmarked
final class SportmonksClientTest {
    private static final long DERBY = 990_000_001L;
    private static final Duration LONG = Duration.ofMinutes(5);

    private static TestStores stores;
    private static RedisClient redis;

    private SportmonksSimulator simulator;
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
    void start() {
        redis.flushAll();
        simulator = SportmonksSimulator.start(
                List.of(Recording.shipped()),
                SimulatorOptions.defaults()
                        .withKickOffDelay(Duration.ofSeconds(-700))
                        .withToken("s3cret-t0ken"));
        client = new SportmonksClient(FeedSettings.of(simulator.baseUrl(), simulator.token()), redis);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "SILENT, UNAVAILABLE",
        "DRIBBLE, UNAVAILABLE",
        "TRUNCATED, UNAVAILABLE",
        "HTTP_500, UNAVAILABLE",
        "HTTP_403, UNAUTHORIZED",
        "HTTP_429, RATE_LIMITED",
        "MALFORMED, MALFORMED",
        "HUGE, MALFORMED"
    })
    void everyFaultIsDistinguishedAndLeavesNoTrace(Fault fault, Reason reason) throws Exception {
        assertThat(client.inplay(Set.of()).items()).hasSize(1);
        simulator.fault(fault, LONG);
        FeedException failure = failure(client);
        assertThat(failure.reason()).isEqualTo(reason);

        simulator.heal();
        if (reason == Reason.RATE_LIMITED) {
            assertThat(failure(client).reason()).as("it was asked to wait").isEqualTo(Reason.RATE_LIMITED);
            redis.flushAll();
        }
        assertThat(client.inplay(Set.of()).items()).hasSize(1);
    }

    @Test
    void aLateAnswerInTimeIsAnAnswer() throws Exception {
        simulator.fault(Fault.SLOW, LONG);
        assertThat(client.fixture(DERBY)).isPresent();
    }

    @Test
    void aShortFailureIsRiddenOut() throws Exception {
        simulator.fault(Fault.HTTP_500, Duration.ofMillis(40));
        assertThat(client.fixture(DERBY)).isPresent();
    }

    @Test
    void eventsThatAreMissingForOnePollAreAnEmptyList() throws Exception {
        assertThat(client.fixture(DERBY).map(FeedFixture::events).orElseThrow()).hasSize(1);
        simulator.fault(Fault.NO_EVENTS, LONG);
        assertThat(client.fixture(DERBY).map(FeedFixture::events).orElseThrow()).isEmpty();
    }

    @Test
    void aSquadIsReadWithItsNamesAndAnUnknownTeamHasNone() throws Exception {
        assertThat(client.squad(990_001).items())
                .hasSize(16)
                .contains(new SquadEntry(990_101, "Oskar Lindqvale", 990_001, 24, 1));
        assertThat(client.squad(1).items()).isEmpty();
        assertThat(client.fixture(1)).isEmpty();
    }

    @Test
    void aRefusedTokenIsReportedAndNeverShown() {
        FeedSettings wrong = FeedSettings.of(simulator.baseUrl(), "wr0ng-t0ken");
        FeedException refused = failure(new SportmonksClient(wrong, redis));
        assertThat(refused.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(refused).hasStackTraceContaining("401");
        assertThat(refused.toString() + wrong).doesNotContain("wr0ng-t0ken");
        IllegalArgumentException broken = catchThrowableOfType(
                IllegalArgumentException.class, () -> FeedSettings.of(simulator.baseUrl(), "br0ken\ntoken"));
        assertThat(broken).hasMessageNotContaining("br0ken");
    }

    @Test
    void aFeedThatNobodyRunsIsUnavailable() {
        URI nobody = simulator.baseUrl();
        simulator.close();
        assertThat(failure(new SportmonksClient(FeedSettings.of(nobody, "any"), redis))
                        .reason())
                .isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void aTenthOfThePlansCallsIsNeverUsed() throws Exception {
        simulator.close();
        simulator = SportmonksSimulator.start(
                List.of(Recording.shipped()), SimulatorOptions.defaults().withCallsPerHour(100));
        FeedSettings settings =
                FeedSettings.of(simulator.baseUrl(), simulator.token()).withCallsPerHour(100);
        // Two nodes with one token, and one budget.
        SportmonksClient one = new SportmonksClient(settings, redis);
        SportmonksClient other = new SportmonksClient(settings, redis);
        int asked = 0;
        try {
            while (asked < 200) {
                (asked % 3 == 0 ? other : one).inplay(Set.of());
                asked++;
            }
        } catch (FeedException refused) {
            assertThat(refused.reason()).isEqualTo(Reason.RATE_LIMITED);
            assertThat(refused.retryAfter()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
        }
        assertThat(asked).isEqualTo(90);
        assertThat(one.squad(990_001).items())
                .as("another entity has its own budget")
                .hasSize(16);
    }

    private static FeedException failure(SportmonksClient client) {
        FeedException failure = catchThrowableOfType(FeedException.class, () -> client.inplay(Set.of()));
        assertThat(failure).as("the failure of the call").isNotNull();
        return failure;
    }
}
