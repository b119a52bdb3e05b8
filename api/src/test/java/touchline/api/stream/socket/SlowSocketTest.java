package touchline.api.stream.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.api.stream.FanOut;
import touchline.api.stream.Prices;
import touchline.api.stream.StreamAccess;
import touchline.api.stream.StreamFeature;
import touchline.api.stream.StreamFilter;
import touchline.api.stream.TestStreams;
import touchline.market.recovery.Epoch;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A WebSocket whose client doesn't read. */
@ExtendWith(StoresExtension.class)
@SuppressWarnings("NullAway.Init")
class SlowSocketTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private RedisClient redis;
    private FanOut fanOut;
    private StreamAccess access;
    private Prices prices;

    @BeforeEach
    void start(TestStores stores) {
        redis = RedisClient.create(stores.redisUrl());
        Epoch.openWithoutBook(redis);
        prices = new Prices(redis, 5);
        StreamFeature stream = TestStreams.on(stores.redisUrl(), redis, JSON);
        fanOut = stream.fanOut();
        access = stream.access();
        fanOut.start();
        await().atMost(SOON).until(() -> fanOut.listener(StreamFilter.NOTHING).isPresent());
    }

    @AfterEach
    void stop() {
        fanOut.stop();
        redis.close();
    }

    @Test
    void nothingIsBufferedForItAndItReceivesTheLatestPrices() {
        TestSession slow = new TestSession(false);
        TestSession quick = new TestSession(true);
        open(slow, Duration.ofHours(1));
        open(quick, Duration.ofHours(1));
        for (int half = 0; half < 2; half++) {
            prices.move(2_500);
            // However busy the machine is, this one is never so far behind that it counts as slow.
            await().atMost(SOON).until(() -> has(quick, prices.last()));
        }
        assertThat(slow.sent()).as("one message at a time").hasSize(1);

        slow.read();
        await().atMost(SOON).until(() -> has(slow, prices.last()));
        assertThat(slow.sent().size()).isLessThan(quick.sent().size());
        assertThat(slow.isDisconnected()).isFalse();
    }

    @Test
    void itIsDisconnectedIfItAcceptsNothingForTooLong() {
        TestSession slow = new TestSession(false);
        open(slow, Duration.ZERO);
        await().atMost(SOON).until(slow::isDisconnected);
        await().atMost(SOON).until(() -> TestStreams.listeners(fanOut) == 0);
    }

    private void open(TestSession session, Duration patience) {
        StreamSocket socket = new StreamSocket(
                new SocketServer(fanOut, access, new ServerMessages(JSON), network -> true, patience),
                fanOut.listener(StreamFilter.NOTHING).orElseThrow(),
                "192.0.2.1",
                null);
        socket.onWebSocketOpen(session.session());
        socket.onWebSocketText("{\"action\":\"subscribe\"}");
    }

    private static boolean has(TestSession session, String words) {
        return session.sent().stream().anyMatch(message -> message.contains(words));
    }
}
