package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.api.TestNode.Answer;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;

/** A node with users and instruments of the test's own. */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
abstract class ClientApiSetup {
    TestNode node;
    RedisClient redis;
    SharedNode shared;
    private final String users;
    private final long block;
    private int tests;
    String alice;
    String bob;
    long first;

    /**
     * Users and instruments that no other class uses.
     *
     * @param users how their names begin
     * @param block the ids of instruments begin above it
     */
    ClientApiSetup(String users, long block) {
        this.users = users;
        this.block = block;
    }

    @BeforeEach
    void start(SharedNode shared) throws Exception {
        this.shared = shared;
        node = shared.node().client();
        redis = shared.redis();
        tests++;
        alice = users + "-alice-" + tests;
        bob = users + "-bob-" + tests;
        first = block + 10L * tests;
        for (int n = 0; n < 3; n++) {
            new Instruments(redis)
                    .list(new Listing(
                            InstrumentId.of(first + n),
                            "Player " + n,
                            100,
                            "Team",
                            "Midfielder",
                            Price.of(1_000_000),
                            100_000));
        }
        assertThat(node.as(alice, "GET", "/v1/me", null).status()).isEqualTo(200);
    }

    static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.body().toString()).contains("\"type\":\"" + type + "\"");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.body().get("status").asInt()).isEqualTo(status);
    }

    static String order(String instrument, String side, String quantity) {
        return "{\"instrumentId\":\"%s\",\"side\":\"%s\",\"quantity\":%s}".formatted(instrument, side, quantity);
    }

    /** The first, second or third of this test's instruments. */
    String instrument(int number) {
        return Long.toString(first + number - 1);
    }

    String position(String direction, String quantity, String leverage, String more) {
        return "{\"instrumentId\":\"%d\",\"direction\":%s,\"quantity\":%s,\"leverage\":%s%s}"
                .formatted(first, direction, quantity, leverage, more);
    }

    /** How many answers of calls that are sent at once have which status. */
    static Map<Integer, Long> statusesAtOnce(int times, Callable<Answer> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            Map<Integer, Long> statuses = new HashMap<>();
            for (Future<Answer> answer : threads.invokeAll(Collections.nCopies(times, call))) {
                statuses.merge(answer.get().status(), 1L, Long::sum);
            }
            return statuses;
        } finally {
            threads.shutdownNow();
        }
    }
}
