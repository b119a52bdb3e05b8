package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.StreamEntryID;
import touchline.api.TestNode.Answer;

/** Past prices: changes of a day, candles and ticks, of Redis and of the book. */
abstract class PriceReadCases {
    private static final Instant THEN = Instant.parse("2026-11-20T12:00:00Z");

    private final ReadsApiTest reads;

    PriceReadCases(ReadsApiTest reads) {
        this.reads = reads;
    }

    /** Of ticks a day old, whether Redis has them or only the book. */
    @Test
    void theChangeOfADayIsReadForAWholePage() throws Exception {
        long now = System.currentTimeMillis();
        long old = now - Duration.ofHours(30).toMillis();
        // 20: both in Redis; 21: the older only in the book; 22: no tick ever; 23: its first tick today, after a
        // starting price of 100; 24: none for so long
        // that Redis keeps none
        tick(20, 1, 500_000, old);
        tick(20, 2, 1_100_000, now - 1_000);
        tick(21, 8, 1_000_000, now - 1_000);
        reads.jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO price_ticks (instrument_id, seq, price, at) VALUES (21, 7, 800000, ?)", old));
        tick(23, 1, 999_000, now - 1_000);
        reads.redis.hset("instrument:24", "tick_seq", "3");
        Map<String, String> changes = new HashMap<>();
        reads.get("/v1/instruments?limit=200")
                .get("items")
                .forEach(one -> changes.put(
                        one.get("id").textValue(), one.get("change24h").asText()));
        assertThat(changes)
                .containsEntry("20", "120.00")
                .containsEntry("21", "25.00")
                .containsEntry("22", "null")
                .containsEntry("23", "-0.10")
                .containsEntry("24", "0.00");
        assertThat(reads.get("/v1/instruments/21").get("change24h").textValue()).isEqualTo("25.00");
    }

    @Test
    void candlesAreMadeOfTheBookAndOfWhatIsNotInItYet() throws Exception {
        long at = THEN.toEpochMilli();
        reads.jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO price_ticks (instrument_id, seq, price, at)
                VALUES (10, 1, 1000000, ?), (10, 2, 1050000, ?), (10, 3, 990000, ?), (10, 4, 1010000, ?)
                """, at, at + 10_000, at + 20_000, at + 60_000));
        // The newest are in Redis, one of them in both.
        xadd(10, 4, 1_010_000, at + 60_000);
        xadd(10, 5, 1_020_000, at + 61_000);
        xadd(10, 6, 1_030_000, at + 200_000);

        JsonNode minutes = reads.get("/v1/instruments/10/candles?from=2026-11-20T11:00:00Z&to=2026-11-20T12:10:00Z");
        assertThat(minutes.toString())
                .isEqualTo("{\"items\":["
                        + candle("12:00:00", "100.0000", "105.0000", "99.0000", "99.0000", 3) + ","
                        + candle("12:01:00", "101.0000", "102.0000", "101.0000", "102.0000", 2) + ","
                        + candle("12:03:00", "103.0000", "103.0000", "103.0000", "103.0000", 1)
                        + "],\"nextCursor\":null}");
        assertThat(reads.get("/v1/instruments/10/candles?interval=1d&to=2026-11-20T12:10:00Z")
                        .toString())
                .contains(candle("00:00:00", "100.0000", "105.0000", "99.0000", "103.0000", 6));
        assertThat(reads.get("/v1/instruments/10/candles?interval=1h&from=2026-11-20T12:30:00Z&to=2026-11-20T12:31:00Z")
                        .get("items"))
                .as("the whole interval")
                .hasSize(1);

        List<String> paged = new ArrayList<>();
        @Nullable String cursor = "";
        do {
            JsonNode page = reads.get(
                    "/v1/instruments/10/candles?limit=3&from=2026-11-20T11:55:00Z&to=2026-11-20T12:10:00Z" + cursor);
            page.get("items").forEach(candle -> paged.add(candle.toString()));
            cursor = page.get("nextCursor").isNull()
                    ? null
                    : "&cursor=" + page.get("nextCursor").textValue();
        } while (cursor != null);
        assertThat(paged)
                .isEqualTo(StreamSupport.stream(minutes.get("items").spliterator(), false)
                        .map(JsonNode::toString)
                        .toList());
        assertThat(reads.get("/v1/instruments/26/candles").get("items")).isEmpty();

        // The 8,000 minutes before and after them cost no page.
        String wide = "/v1/instruments/10/candles?from=2026-11-15T12:00:00Z&to=2026-11-21T00:00:00Z&limit=";
        assertThat(reads.get(wide + 3)).isEqualTo(minutes);
        JsonNode first = reads.get(wide + 2);
        assertThat(first.get("items")).hasSize(2);
        JsonNode second =
                reads.get(wide + 2 + "&cursor=" + first.get("nextCursor").textValue());
        assertThat(second.get("items")).hasSize(1);
        assertThat(second.get("nextCursor").isNull()).isTrue();
        Map<String, String> fits = Map.of(
                "interval=1m&from=2026-11-01T00:00:00Z&to=2026-11-21T00:00:00Z", "take 5m",
                "interval=1m&from=2020-01-01T00:00:00Z&to=2026-11-21T00:00:00Z", "take 1d",
                "interval=15m&from=2026-01-01T00:00:00Z&to=2026-11-21T00:00:00Z", "take 1h",
                "interval=1d&from=1970-01-01T00:00:00Z&to=2026-11-21T00:00:00Z", "choose a later 'from'");
        for (Map.Entry<String, String> range : fits.entrySet()) {
            Answer refused = reads.node.call("GET", "/v1/instruments/10/candles?" + range.getKey(), null);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body().at("/errors/0/field").textValue()).isEqualTo("interval");
            assertThat(refused.body().at("/errors/0/message").textValue()).contains(range.getValue());
        }
        assertThat(reads.node
                        .call(
                                "GET",
                                "/v1/instruments/10/candles?interval=1d&from=2020-01-01T00:00:00Z&to=2026-11-21T00:00:00Z",
                                null)
                        .body()
                        .get("items"))
                .hasSize(1);
        for (String wrong : List.of(
                "interval=2m",
                "interval=",
                "from=yesterday",
                "to=2026-11-20",
                "from=%2B1000000000-12-31T23:59:59Z",
                "to=-1000000000-01-01T00:00:00Z",
                "limit=1001",
                "cursor=x",
                "cursor=9223372036854775807")) {
            reads.invalid("/v1/instruments/10/candles?" + wrong);
        }
        assertThat(reads.node.call("GET", "/v1/instruments/999/candles", null).status())
                .isEqualTo(404);
        assertThat(reads.get("/v1/instruments/10/ticks?from=2026-11-20T12:00:10Z&to=2026-11-20T12:00:20Z")
                        .findValuesAsText("seq"))
                .containsExactly("2", "3");
        assertThat(reads.get("/v1/instruments/10/ticks?limit=2")
                        .get("nextCursor")
                        .textValue())
                .isEqualTo("2");
        assertThat(reads.get("/v1/instruments/10/ticks?limit=2&cursor=2").findValuesAsText("seq"))
                .containsExactly("3", "4");
        reads.invalid("/v1/instruments/10/ticks?from=x");
    }

    private void tick(long instrument, long seq, long price, long at) {
        reads.redis.hset(
                "instrument:" + instrument, Map.of("price", Long.toString(price), "tick_seq", Long.toString(seq)));
        xadd(instrument, seq, price, at);
    }

    private void xadd(long instrument, long seq, long price, long at) {
        reads.redis.xadd(
                "price_ticks:" + instrument,
                new StreamEntryID(at, seq),
                Map.of("seq", Long.toString(seq), "price", Long.toString(price), "at", Long.toString(at)));
    }

    private static String candle(String at, String open, String high, String low, String close, int ticks) {
        return "{\"at\":\"2026-11-20T%sZ\",\"open\":\"%s\",\"high\":\"%s\",\"low\":\"%s\",\"close\":\"%s\",\"ticks\":%d}"
                .formatted(at, open, high, low, close, ticks);
    }
}
