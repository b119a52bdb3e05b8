package touchline.market.outbox.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import touchline.market.audit.PlayedMarket;
import touchline.market.key.Keys;
import touchline.market.matchfeed.MatchEventJson;
import touchline.market.money.Price;
import touchline.market.position.Amendment;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/**
 * Nodes of this version and of the release before run side by side: each reads what the other writes. The release's entries are files, written by this test with
 * {@code -Dwire.record=DIRECTORY} from the release's code, and completed by hand for what the played match lacks.
 */
@ExtendWith(StoresExtension.class)
class WireFormatTest {
    private static final String RELEASE = "/touchline/market/wire/0.9.0/";
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @EnumSource
    void entriesOfTheReleaseAreRead(EntryTypes stream) throws IOException {
        List<Map<String, String>> written = release(file(stream));

        assertThat(written).allSatisfy(fields -> {
            EncodedEntry entry = new EncodedEntry("1780000000000-0", fields);
            OutboxEntry read =
                    stream == EntryTypes.TRADES ? EntryCodec.decodeTrade(entry) : EntryCodec.decodeTick(entry);
            assertThat(read).isNotNull();
        });
        Set<String> since = Set.of("request", "split"); // types that the release did not have
        Set<String> names = new TreeSet<>(stream.names());
        names.removeAll(since);
        assertThat(written).extracting(fields -> fields.get("type")).containsAll(names);
    }

    @Test
    void eventsOfTheReleaseAreRead() throws IOException {
        for (String line : lines("events.jsonl")) {
            assertThat(MatchEventJson.read(line)).isNotNull();
        }
    }

    @Test
    void whatIsWrittenNowHasEachFieldThatTheReleaseReads(TestStores stores) throws IOException {
        try (PlayedMarket played = new PlayedMarket(stores)) {
            played.market.positions.amend(
                    played.alice, played.open.id(), Amendment.to(Price.of(950_000)), new Amendment.Leave());
            for (EntryTypes stream : EntryTypes.values()) {
                List<Map<String, String>> now = new ArrayList<>();
                played.market
                        .redis
                        .xrange(stream == EntryTypes.TRADES ? Keys.OUTBOX_TRADES : Keys.OUTBOX_TICKS, "-", "+")
                        .forEach(entry -> now.add(new TreeMap<>(entry.getFields())));
                record(file(stream), now.stream().map(WireFormatTest::json).toList());
                Map<String, Set<String>> demanded = common(release(file(stream)));
                assertThat(now)
                        .allSatisfy(fields -> assertThat(fields.keySet())
                                .as(fields.toString())
                                .containsAll(demanded.getOrDefault(fields.get("type"), Set.of())));
            }
            List<String> events = played.market.redis.lrange(Keys.events(PlayedMarket.GOING_ON), 0, -1);
            record("events.jsonl", events);
            Set<String> demanded = new TreeSet<>(names(lines("events.jsonl").get(0)));
            for (String line : lines("events.jsonl")) {
                demanded.retainAll(names(line));
            }
            for (String event : events) {
                assertThat(names(event)).containsAll(demanded);
            }
        }
    }

    /** The fields that every entry of a type has. */
    private static Map<String, Set<String>> common(List<Map<String, String>> entries) {
        Map<String, Set<String>> common = new TreeMap<>();
        entries.stream()
                .collect(groupingBy(fields -> fields.get("type"), toList()))
                .forEach((type, same) -> {
                    Set<String> names = new TreeSet<>(same.get(0).keySet());
                    same.forEach(fields -> names.retainAll(fields.keySet()));
                    common.put(type, names);
                });
        return common;
    }

    private static Set<String> names(String event) throws IOException {
        Set<String> names = new TreeSet<>();
        JsonNode tree = JSON.readTree(event);
        tree.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String file(EntryTypes stream) {
        return stream == EntryTypes.TRADES ? "outbox-trades.jsonl" : "outbox-ticks.jsonl";
    }

    private static List<Map<String, String>> release(String file) throws IOException {
        List<Map<String, String>> entries = new ArrayList<>();
        for (String line : lines(file)) {
            entries.add(JSON.readValue(line, new TypeReference<>() {}));
        }
        return entries;
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(WireFormatTest.class.getResourceAsStream(RELEASE + file), file)) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    private static String json(Map<String, String> fields) {
        try {
            return JSON.writeValueAsString(fields);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void record(String file, List<String> lines) throws IOException {
        String directory = System.getProperty("wire.record");
        if (directory != null) {
            Files.write(Files.createDirectories(Path.of(directory)).resolve(file), lines, UTF_8);
        }
    }
}
