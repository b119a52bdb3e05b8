package touchline.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import touchline.market.instrument.InstrumentId;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Price;
import touchline.market.news.News;
import touchline.market.news.NewsItem;
import touchline.market.news.StreamOffset;

/** Which prices a listener receives that is behind. */
class ListenerTest {
    private static final int INSTRUMENTS = 5;

    private final EventFrames frames = new EventFrames(new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS));
    private final EventRing ring =
            new EventRing(1 << 14, StreamOffset.parse("1-0_1-0").orElseThrow());
    private int made;

    @Test
    void oneThatIsLongBehindReceivesTheLatestPriceOfEachInstrument() {
        Listener late = listener(Duration.ZERO);
        Listener patient = listener(Duration.ofHours(1));
        prices(1_000);
        settle();
        prices(1_000);
        List<String> events = read(late);
        assertThat(events).hasSize(INSTRUMENTS + 1);
        assertThat(events.get(0)).contains("event: settled");
        assertThat(events.subList(1, 1 + INSTRUMENTS)).isEqualTo(last(read(patient), INSTRUMENTS));
        assertThat(read(late)).isEmpty();
    }

    /** A market with few prices has none to leave out. */
    @Test
    void oneThatIsAFewEventsBehindReceivesThemAll() {
        Listener late = listener(Duration.ZERO);
        prices(256);
        assertThat(read(late)).hasSize(256);
    }

    @Test
    void listenersThatAreLongBehindByDifferentAmountsReceiveTheSameBytesOnce() {
        Listener first = listener(Duration.ZERO);
        prices(300);
        Listener second = listener(Duration.ZERO);
        prices(400);
        byte[] chunk = first.next();
        assertThat(second.next()).isSameAs(chunk);
        assertThat(first.next()).isNull();
        prices(1);
        assertThat(read(second)).isEqualTo(read(first)).hasSize(1);
    }

    /** Of a thousand instruments, as one message of a WebSocket would be too large for some clients. */
    @Test
    void whatALateListenerMissesIsSentInPieces() {
        Listener first = listener(Duration.ZERO);
        Listener second = listener(Duration.ZERO);
        for (int round = 0; round < 2; round++) {
            ring.add(LongStream.rangeClosed(1, 1_000).mapToObj(this::price).toList());
        }
        List<byte[]> pieces = new ArrayList<>();
        for (byte[] next = first.next(); next != null; next = first.next()) {
            assertThat(second.next()).isSameAs(next);
            pieces.add(next);
        }
        assertThat(pieces).hasSizeGreaterThan(1).allMatch(piece -> piece.length < 50_000);
        assertThat(pieces.stream()
                        .mapToInt(
                                piece -> new String(piece, StandardCharsets.UTF_8).split("event: price", -1).length - 1)
                        .sum())
                .isEqualTo(1_000);
        assertThat(second.next()).isNull();
    }

    /** The last of an instrument's prices is older than the second listener, which must not receive it. */
    @Test
    void oneThatIsLongBehindReceivesNothingFromBeforeItsStart() {
        Listener first = listener(Duration.ZERO);
        prices(302);
        Listener second = listener(Duration.ZERO);
        price(1, 400);
        assertThat(read(first)).hasSize(INSTRUMENTS);
        assertThat(read(second)).hasSize(1);
    }

    private Listener listener(Duration slowAfter) {
        Listener listener = new Listener(
                ring,
                frames,
                new StreamFilter(null, null),
                new FanOut.Rules(1, 1 << 14, Duration.ZERO, Duration.ofMillis(1), Duration.ofHours(1), slowAfter));
        listener.begin(ring.head(), null, List.of());
        return listener;
    }

    private void prices(int many) {
        ring.add(IntStream.range(0, many)
                .mapToObj(n -> price(1 + n % INSTRUMENTS))
                .toList());
    }

    private void price(long instrument, int many) {
        ring.add(IntStream.range(0, many).mapToObj(n -> price(instrument)).toList());
    }

    private NewsItem price(long instrument) {
        made++;
        return item(new News.Priced(
                InstrumentId.of(instrument), made, Price.of(1_000_000 + made), Instant.ofEpochMilli(made)));
    }

    private void settle() {
        made++;
        ring.add(List.of(item(new News.Settled(InstrumentId.of(1), FixtureId.of(7), Instant.ofEpochMilli(made)))));
    }

    private NewsItem item(News news) {
        return new NewsItem(
                StreamOffset.parse((1 + made) + "-0_1-0").orElseThrow().ticks(), true, news);
    }

    private static List<String> read(Listener listener) {
        StringBuilder text = new StringBuilder();
        for (byte[] next = listener.next(); next != null; next = listener.next()) {
            text.append(new String(next, StandardCharsets.UTF_8));
        }
        List<String> events = new ArrayList<>();
        for (String event : text.toString().split("\n\n", -1)) {
            if (!event.isEmpty()) {
                events.add(event);
            }
        }
        return events;
    }

    private static List<String> last(List<String> events, int many) {
        return events.subList(events.size() - many, events.size());
    }
}
