package touchline.api.stream.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The messages of a WebSocket, and how many a client may send. */
class ServerMessagesTest {
    @Test
    void eventsOfTheStreamBecomeOneList() {
        String events = """
                retry: 2000
                id: 1-0_2-0

                id: 1-0_3-0
                event: price
                data: {"id":"1","why":"a: \\n\\n b"}

                event: resync
                data: {}

                : ping

                : ping
                id: 4-0_5-0

                """;
        assertThat(ServerMessages.of(events.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(
                        "[{\"event\":\"hello\",\"id\":\"1-0_2-0\"},"
                                + "{\"event\":\"price\",\"id\":\"1-0_3-0\",\"data\":{\"id\":\"1\",\"why\":\"a: \\n\\n b\"}},"
                                + "{\"event\":\"resync\",\"data\":{}},{\"event\":\"ping\"},{\"event\":\"ping\",\"id\":\"4-0_5-0\"}]");
    }

    @Test
    void aClientMaySendABurstAndThenTenEachSecond() {
        AtomicLong now = new AtomicLong();
        AtomicBoolean isAllowed = new AtomicBoolean(true);
        MessageQuota quota = new MessageQuota(now::get, isAllowed::get);
        for (int n = 0; n < MessageQuota.BURST; n++) {
            assertThat(quota.refusal()).isNull();
        }
        assertThat(quota.refusal()).isEqualTo(CloseCode.TOO_MANY_MESSAGES);
        now.addAndGet(200_000_000);
        assertThat(quota.refusal()).isNull();
        assertThat(quota.refusal()).isNull();
        assertThat(quota.refusal()).isEqualTo(CloseCode.TOO_MANY_MESSAGES);
        now.addAndGet(200_000_000);
        isAllowed.set(false);
        assertThat(quota.refusal()).isEqualTo(CloseCode.TOO_MANY_OF_ADDRESS);
    }
}
