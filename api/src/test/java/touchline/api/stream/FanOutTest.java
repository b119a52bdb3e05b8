package touchline.api.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import touchline.market.instrument.InstrumentId;

/** The events that listeners of two nodes receive, also after a reconnection. */
class FanOutTest extends FanOutSetup {
    @Test
    void aListenerReceivesEveryEventOnceAndInOrder() {
        StreamReader all = join(node(), EVERYTHING, null);
        StreamReader some = join(nodes.get(0), new StreamFilter(Set.of(InstrumentId.of(2)), null), null);
        for (int n = 0; n < 20; n++) {
            prices.move(500);
            trade();
            if (n % 5 == 4) { // one that is further behind receives the latest prices only
                await().atMost(SOON).until(() -> all.has(prices.last()) && some.has(prices.last(2)));
            }
        }
        await().atMost(SOON).until(() -> all.events("price").size(), size -> size >= 10_000);
        await().atMost(SOON).until(() -> all.events("wallet").size(), size -> size >= 40);

        assertThat(all.events("price")).hasSize(10_000).doesNotHaveDuplicates();
        for (long id = 1; id <= 5; id++) {
            String one = "\"id\":\"" + id + "\"";
            assertThat(all.events("price").stream()
                            .filter(data -> data.contains(one))
                            .map(FanOutTest::seq))
                    .as("of instrument " + id)
                    .containsExactlyElementsOf(upTo(2_000));
        }
        assertThat(all.events("position")).hasSize(40);
        assertThat(all.events("position").get(0))
                .contains("\"direction\":\"LONG\"", "\"closeReason\":null", "\"unrealisedPnl\":null");
        assertThat(all.events("position").get(1)).contains("\"closeReason\":\"USER\"", "\"realisedPnl\":\"");
        assertThat(all.ids()).doesNotHaveDuplicates();
        await().atMost(SOON).until(() -> some.events("price").size() == 2_000);
        assertThat(some.events("price")).allMatch(data -> data.contains("\"id\":\"2\""));
        assertThat(some.text()).doesNotContain("event: wallet", "event: position", "event: resync");
    }

    /** Ten seconds at a thousand ticks a second, as fast as they can be made; cut off somewhere in the middle of what was sent, again and again. */
    @Test
    void aListenerThatResumesAtAnotherNodeReceivesEachEventOnce() {
        Random random = new Random(7);
        FanOut one = node();
        FanOut two = node();
        StreamReader steady = join(one, EVERYTHING, null);
        List<String> received = new ArrayList<>();
        String last = null;
        for (int n = 0; n < 10; n++) {
            StreamReader cut = join(n % 2 == 0 ? one : two, EVERYTHING, last);
            String before = last;
            prices.move(500);
            trade();
            prices.move(1);
            await().atMost(SOON)
                    .until(() -> cut.has(prices.last())
                            && cut.ids().size() > (before == null ? 0 : 1)
                            && steady.has(prices.last()));
            nodes.forEach(node -> node.leave(cut.listener()));
            String part = cut.text();
            part = part.substring(0, part.length() / 2 + random.nextInt(part.length() / 2));
            received.addAll(StreamReader.dispatched(part));
            last = lastId(part);
            prices.move(499); // while no listener is connected
            trade();
        }
        StreamReader end = join(two, EVERYTHING, last);
        await().atMost(SOON).until(() -> end.has(prices.last()) && steady.has(prices.last()));
        await().atMost(SOON)
                .until(() -> steady.events("position").size() == 40
                        && end.ids().contains(steady.ids().get(steady.ids().size() - 1)));
        received.addAll(StreamReader.dispatched(end.text()));

        List<String> all = StreamReader.dispatched(steady.text());
        assertThat(all).hasSize(10_000 + 40 + 40);
        // The two streams may mingle otherwise on another node; each of them is in order.
        for (boolean ticks : new boolean[] {true, false}) {
            assertThat(received.stream().filter(event -> event.startsWith("event: price") == ticks))
                    .containsExactlyElementsOf(all.stream()
                            .filter(event -> event.startsWith("event: price") == ticks)
                            .toList());
        }
        assertThat(end.text()).doesNotContain("event: resync");
    }

    @Test
    void aNewNodeResumesFromWhatItReadAtItsStart() {
        goesOn(FanOut.Rules.usual(10, Duration.ofHours(1)));
    }

    @Test
    void aNodeResumesFromRedisBeforeItsRing() {
        goesOn(new FanOut.Rules(
                10, 1_000, Duration.ZERO, Duration.ofMillis(5), Duration.ofMinutes(5), Duration.ofHours(1)));
    }

    private void goesOn(FanOut.Rules rules) {
        StreamReader first = join(node(), EVERYTHING, null);
        prices.move(10);
        await().atMost(SOON).until(() -> first.has(prices.last()));
        prices.move(1_000);
        trade();
        await().atMost(SOON).until(() -> first.events("wallet").size() == 2);

        String id = first.ids().get(5);
        FanOut late = node(rules);
        assertThat(join(late, EVERYTHING, null).events("price"))
                .as("earlier events for a new listener")
                .isEmpty();
        StreamReader again = join(late, EVERYTHING, id);
        prices.move(1);
        await().atMost(SOON).until(() -> again.has(prices.last()) && first.has(prices.last()));
        assertThat(again.text()).doesNotContain("event: resync");
        String after = first.text().substring(first.text().indexOf("id: " + id + "\n"));
        assertThat(StreamReader.dispatched(again.text()))
                .containsExactlyInAnyOrderElementsOf(
                        StreamReader.dispatched(after.substring(after.indexOf("\n\n") + 2)));
    }

    /** As a browser has it: of a block that is not whole the id doesn't count. */
    private static String lastId(String text) {
        String whole = text.substring(0, text.lastIndexOf("\n\n") + 2);
        int at = whole.lastIndexOf("id: ");
        return whole.substring(at + 4, whole.indexOf('\n', at));
    }

    private static long seq(String data) {
        return Long.parseLong(data.replaceFirst(".*\"seq\":(\\d+).*", "$1"));
    }

    private static List<Long> upTo(long last) {
        List<Long> numbers = new ArrayList<>();
        for (long n = 1; n <= last; n++) {
            numbers.add(n);
        }
        return numbers;
    }
}
