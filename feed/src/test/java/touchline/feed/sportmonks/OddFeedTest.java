package touchline.feed.sportmonks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import touchline.feed.FakeFeed;
import touchline.feed.FakeFeed.FakeAnswer;
import touchline.feed.model.FeedAnswer;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.FeedTeam;
import touchline.feed.model.SquadEntry;
import touchline.stores.junit.TestStores;

/** Answers that the real service may give and the simulator doesn't. */
@NullUnmarked
final class OddFeedTest {
    private static TestStores stores;
    private static RedisClient redis;

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private volatile byte[] gzip;
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
        feed = FakeFeed.start(exchange -> answer(exchange.getRequestURI().getQuery()));
        client = feed.client(redis);
    }

    private FakeAnswer answer(String query) {
        String wait = answers.get("Retry-After");
        if (wait != null) {
            return wait.isEmpty() ? new FakeAnswer(429, null) : new FakeAnswer(429, null, "Retry-After", wait);
        }
        if (gzip != null) {
            return new FakeAnswer(200, gzip, "Content-Encoding", "gzip");
        }
        String body = answers.getOrDefault(query.replaceAll(".*&page=", ""), "{}");
        return new FakeAnswer(200, body.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        feed.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"420", "date"})
    void aRefusalIsKeptToForAsLongAsItsHeaderSays(String said) {
        answers.put(
                "Retry-After",
                said.equals("date")
                        ? DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Instant.now().plusSeconds(420).atOffset(ZoneOffset.UTC))
                        : said);
        FeedException refused = catchThrowableOfType(FeedException.class, () -> client.inplay(Set.of()));
        answers.remove("Retry-After");

        assertThat(refused.retryAfter()).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(7));
        FeedException kept = catchThrowableOfType(FeedException.class, () -> client.inplay(Set.of()));
        assertThat(kept.reason()).isEqualTo(FeedException.Reason.RATE_LIMITED);
        assertThat(kept.retryAfter()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(7));
    }

    @Test
    void unknownMissingAndNullFieldsAreNoTrouble() throws Exception {
        answers.put("1", """
                {"data":[
                  {"id":7,"league_id":732,"state_id":4711,"surprise":{"a":[1]},"starting_at":"2026-07-07 20:00:00",
                   "name":null,"participants":null,"periods":null,"scores":[
                     {"participant_id":1,"score":{"goals":2,"participant":"home"},"description":"CURRENT","type_id":null}],
                   "events":[
                     {"id":2,"type_id":14,"sort_order":2,"player_id":null,"minute":"45","rescinded":null,"new":true},
                     {"id":1,"type_id":19,"sort_order":1}]}],
                 "rate_limit":null,"pagination":null}
                """);
        FeedFixture fixture = client.inplay(Set.of()).items().get(0);
        assertThat(fixture.state()).isEmpty();
        assertThat(fixture.isLive()).isFalse();
        assertThat(fixture.name()).isEmpty();
        assertThat(fixture.kickOff()).isEqualTo(Instant.parse("2026-07-07T20:00:00Z"));
        assertThat(fixture.goals(FeedTeam.Side.HOME)).hasValue(2);
        assertThat(fixture.goals(FeedTeam.Side.AWAY)).isEmpty();
        assertThat(fixture.events()).extracting("id").containsExactly(2L, 1L);
        assertThat(fixture.events().get(0).playerId()).isNull();
        assertThat(fixture.events().get(0).minute()).isEqualTo(45);
        assertThat(fixture.gaps().unreadable())
                .containsExactly("state_id is 4711, a state that this version does not know");
        assertThat(fixture.events().get(0).rescinded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "{\"data\":null}",
                "{\"data\":7}",
                "<html><body>Bad gateway</body></html>",
                "{\"data\":[{\"id\":1,\"league_id\":732,\"state_id\":1",
                "{\"message\":\"Server Error\"}",
                "{\"message\":\"\"}",
                "{\"data\":null,\"message\":\"Your subscription has expired.\"}",
            })
    void whatIsNoAnswerIsRefused(String body) {
        answers.put("1", body);
        assertThat(catchThrowableOfType(FeedException.class, () -> client.inplay(Set.of()))
                        .reason())
                .isEqualTo(FeedException.Reason.MALFORMED);
    }

    /** By a row, what can be read of it, and what is said of the rest. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    7                                                     |       | a row is 7
                    {"league_id":732,"state_id":2}                        |       | a fixture's id is missing
                    {"id":null,"league_id":732,"state_id":2}              |       | a fixture's id is null
                    {"id":-1,"league_id":732,"state_id":2}                |       | a fixture's id is -1
                    {"id":1e300,"league_id":732,"state_id":2}             |       | a fixture's id is 1.0E300
                    {"id":99999999999999999999999,"league_id":732}        |       | a fixture's id is a number that is too large
                    {"id":999999999999999999,"league_id":732,"state_id":2} |      | a fixture's id is 999999999999999999
                    {"id":99999999999999999,"league_id":732,"state_id":2} | 99999999999999999 2 0 |
                    {"id":"1","league_id":"732","state_id":"2"}           | 1 2 0 |
                    {"id":1.0,"league_id":732,"state_id":2}               | 1 2 0 |
                    {"id":1,"league_id":732}                              | 1 0 0 | state_id is missing
                    {"id":1,"league_id":732,"state_id":null}              | 1 0 0 | state_id is null
                    {"id":1,"league_id":732,"state_id":null,"state":{"id":2}} | 1 2 0 |
                    {"id":1,"league_id":732,"state_id":99}                | 1 99 0 | state_id is 99, a state that this version does not know
                    {"id":1,"league_id":null,"state_id":2}                | 1 2 0 | league_id is null
                    {"id":1,"league_id":732,"state_id":2,"starting_at":"soon"} | 1 2 0 | starting_at is "soon"
                    {"id":1,"league_id":732,"state_id":2,"events":"none"} | 1 2 0 | events is "none"
                    {"id":1,"league_id":732,"state_id":2,"events":[7]}    | 1 2 0 | events[0].id is missing
                    {"id":1,"league_id":732,"state_id":2,"events":[{"type_id":14}]} | 1 2 0 | events[0].id is missing
                    {"id":1,"league_id":732,"state_id":2,"events":[{"id":5,"type_id":null}]} | 1 2 0 | events[0].type_id is null
                    {"id":1,"league_id":732,"state_id":2,"events":[{"id":"9001","type_id":"14"}]} | 1 2 1 |
                    {"id":1,"league_id":732,"state_id":2,"events":{"data":[{"id":9001,"type_id":14}]}} | 1 2 1 |
                    {"id":1,"league_id":732,"state_id":2,"events":{"1":{"id":9001,"type_id":14}}} | 1 2 1 |
                    {"id":1,"league_id":732,"state_id":2,"events":[{"id":5,"type_id":14,"player_id":{}}]} | 1 2 1 | events[0].player_id is an object
                    {"id":1,"league_id":732,"state_id":2,"events":[{"id":5,"type_id":14,"minute":-3}]} | 1 2 1 | events[0].minute is -3
                    {"id":1,"league_id":732,"state_id":2,"participants":[{"id":null}]} | 1 2 0 | participants[0].id is null
                    {"id":1,"league_id":732,"state_id":2,"periods":[{"id":null,"ticking":true,"minutes":"7"}]} | 1 2 0 |
                    {"id":1,"league_id":732,"state_id":2,"scores":[{"participant_id":3,"score":{"goals":null,"participant":"home"}}]} | 1 2 0 | scores[0].score.goals is null
                    {"id":1,"league_id":732,"state_id":2,"scores":[{"participant_id":null,"score":{"goals":1,"participant":"home"}}]} | 1 2 0 |
                    {"id":1,"league_id":732,"state_id":2,"scores":[{"participant_id":null,"score":{"goals":1}}]} | 1 2 0 | scores[0].participant_id is null
                    {"id":1,"league_id":501,"state_id":null}              |       |
                    """)
    void aRowIsReadAsFarAsItCanBeAndTheOthersAreReadWhatever(String row, String read, String said) throws Exception {
        answers.put("1", "{\"data\":[" + row + ",{\"id\":77,\"league_id\":732,\"state_id\":2}]}");

        FeedAnswer<FeedFixture> answer = client.inplay(Set.of(732L));

        List<FeedFixture> others =
                answer.items().stream().filter(one -> one.id() != 77).toList();
        assertThat(answer.items()).hasSize(others.size() + 1);
        assertThat(others)
                .extracting(one ->
                        one.id() + " " + one.stateId() + " " + one.events().size())
                .isEqualTo(read == null ? List.of() : List.of(read));
        List<String> unreadable = new ArrayList<>();
        answer.unreadable().forEach(one -> unreadable.add(one.what()));
        others.forEach(one -> unreadable.addAll(one.gaps().unreadable()));
        assertThat(unreadable).isEqualTo(said == null ? List.of() : List.of(said));
    }

    @Test
    void aNumberOfThousandsOfDigitsMakesItsRowUnreadableAndNoMore() throws Exception {
        answers.put(
                "1",
                "{\"data\":[{\"id\":" + "9".repeat(5_000)
                        + ",\"league_id\":732},{\"id\":77,\"league_id\":732,\"state_id\":2}]}");

        assertThat(client.inplay(Set.of()).items()).extracting(FeedFixture::id).containsExactly(77L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No result(s) found",
                "no results found",
                "No result(s) found matching your request. Either the query did not return any results or you don't have access to it"
            })
    void aMessageThatSaysSoIsAnAnswerOfNothing(String message) throws Exception {
        answers.put("1", "{\"message\":\"" + message + "\"}");

        assertThat(client.inplay(Set.of()).items()).isEmpty();
    }

    @Test
    void anObjectInPlaceOfTheListIsItsOnlyRowAndANumberedOneHasSeveral() throws Exception {
        answers.put("1", "{\"data\":{\"id\":1,\"league_id\":732,\"state_id\":2}}");
        assertThat(client.inplay(Set.of()).items()).extracting(FeedFixture::id).containsExactly(1L);
        answers.put(
                "1",
                "{\"data\":{\"0\":{\"id\":1,\"league_id\":732,\"state_id\":2},\"2\":{\"id\":3,\"league_id\":732,\"state_id\":2}}}");
        assertThat(client.inplay(Set.of()).items()).extracting(FeedFixture::id).containsExactly(1L, 3L);
        answers.put("1", "{\"data\":null,\"message\":\"No result(s) found\"}");
        assertThat(client.inplay(Set.of()).items()).isEmpty();
    }

    @Test
    void ofTwoRowsOfOneFixtureTheOneCountsOfWhichMoreCanBeRead() throws Exception {
        answers.put("1", """
                {"data":[{"id":1,"league_id":732,"state_id":2},{"id":1,"league_id":732,"state_id":null},
                         {"id":3,"league_id":732,"state_id":2},{"id":3,"league_id":732,"state_id":5}]}
                """);
        assertThat(client.inplay(Set.of()).items())
                .extracting(FeedFixture::stateId)
                .containsExactly(2, 5);
    }

    @Test
    void ofASquadTheRowsThatCanBeReadAreTaken() throws Exception {
        answers.put("1", """
                {"data":[{"player_id":null},{"player_id":"5","player":{"display_name":"A\\u0000B"}},7,
                         {"player":{"id":6,"name":"C"},"jersey_number":"x","position_id":null}]}
                """);
        FeedAnswer<SquadEntry> squad = client.squad(1);
        assertThat(squad.items())
                .containsExactly(new SquadEntry(5, "A B", 1, null, null), new SquadEntry(6, "C", 1, null, null));
        assertThat(squad.unreadable()).hasSize(2);
    }

    @Test
    void aRefusalThatSaysNotForHowLongIsKeptToForAMinute() {
        answers.put("Retry-After", "");
        FeedException refused = catchThrowableOfType(FeedException.class, () -> client.inplay(Set.of()));
        answers.remove("Retry-After");

        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(catchThrowableOfType(FeedException.class, () -> client.inplay(Set.of()))
                        .reason())
                .isEqualTo(FeedException.Reason.RATE_LIMITED);
    }

    /** 50 MB of blanks in 50 kB: nobody asked for a packed answer, so nobody unpacks one. */
    @Test
    void aPackedAnswerIsNotUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            for (int n = 0; n < 50; n++) {
                out.write(" ".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII));
            }
        }
        gzip = packed.toByteArray();

        assertThat(catchThrowableOfType(FeedException.class, () -> client.inplay(Set.of()))
                        .reason())
                .isEqualTo(FeedException.Reason.MALFORMED);
    }

    @Test
    void anAnswerNestedBeyondReasonIsMalformed() {
        answers.put("1", "{\"data\":" + "[".repeat(100_000));
        assertThatThrownBy(() -> client.inplay(Set.of())).isInstanceOf(FeedException.class);
    }
}
