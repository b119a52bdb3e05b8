package touchline.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.market.fixture.FeedWatch;
import touchline.market.fixture.Fixture;
import touchline.market.matchfeed.MatchPhase;

/** Two matches at once, of which the feed sends one in an odd shape. */
@NullUnmarked
final class OddMatchesTest extends TwoMatches {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "null",
                "{\"league_id\":732,\"state_id\":2}",
                "{\"id\":\"x\",\"league_id\":732,\"state_id\":2}",
                "{\"id\":5,\"league_id\":501,\"state_id\":null,\"scores\":[{\"score\":{\"goals\":null}}]}",
                "{\"id\":5,\"league_id\":null,\"state_id\":2,\"participants\":7,\"events\":{}}"
            })
    void whatIsNoMatchOfOursKeepsNoOtherWaiting(String row) throws Exception {
        market.list(row, match(well, 2, "[" + goal(9, well, 1) + "]", ""));

        LivePoll.Poll seen = poll.poll();

        assertThat(seen.counts().live()).isEqualTo(1);
        assertThat(seen.counts().applied()).isEqualTo(1);
        assertThat(seen.counts().unreadable())
                .isEqualTo(row.contains("501") ? 0 : seen.counts().unreadable());
        assertThat(seen.found().isEmpty()).isEqualTo(row.contains("501"));
        assertThat(new FeedFaults(redis).now()).isEqualTo(seen.found());
        assertThat(market.watched()).containsOnlyKeys(well);
    }

    /** Each finding is an alert, and each alert a message to every channel. */
    @Test
    void rowsThatCanNotBeReadAreOneFinding() throws Exception {
        market.list("7", "{\"id\":\"x\"}", "null", "{}", "8", match(well, 2, "[]", ""));

        LivePoll.Poll seen = poll.poll();

        assertThat(seen.counts().unreadable()).isEqualTo(5);
        assertThat(seen.found()).containsOnlyKeys("rows");
        assertThat(seen.found().get("rows"))
                .startsWith("the feed sends 5 rows that can't be read: a row is 7; a fixture's id is \"x\"; ")
                .endsWith("; and 2 more");
    }

    /** By a field of the match, how it is sent, what is said of it, and whether the match trades on. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "scores":[{"participant_id":1,"score":{"goals":null,"participant":"home"},"description":"CURRENT"}] | scores[0].score.goals is null | true
                    "state_id":null     | state_id is null     | false
                    "state_id":"x"      | state_id is "x"      | false
                    "events":7          | events is 7          | false
                    "events":[7]        | events[0].id is missing | true
                    "events":null       |                      | true
                    "league_id":null    | league_id is null    | true
                    "starting_at":"x","starting_at_timestamp":null | starting_at is "x" | true
                    "starting_at":null,"starting_at_timestamp":null |   | true
                    "participants":null |                      | true
                    "participants":[]   |                      | true
                    "periods":[7,{}]    |                      | true
                    "name":null         |                      | true
                    """)
    void aMatchGoesOnByWhatCanBeReadOfItAndOthersByAll(String field, String said, boolean trades) throws Exception {
        market.list(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""), match(well, 2, "[]", ""));
        poll.poll();
        Fixture before = fixture(odd);
        assertThat(before.phase()).isEqualTo(MatchPhase.LIVE);
        long base = base(odd);
        for (int polls = 0; polls < 3; polls++) {
            market.expireLeases();
            market.list(
                    match(odd, 2, "[" + goal(8, odd, 1) + "]", "," + field),
                    match(well, 2, "[" + goal(9, well, 1) + "]", ""));
            LivePoll.Poll seen = poll.poll();
            assertThat(seen.counts().broken()).isZero();
            assertThat(String.join("", seen.found().values())).contains(said == null ? "" : said);
            assertThat(seen.found().isEmpty()).isEqualTo(said == null);
        }

        assertThat(base(odd)).as("the goal stands").isEqualTo(base);
        assertThat(fixture(odd))
                .usingRecursiveComparison()
                .ignoringFields("minute", "score")
                .isEqualTo(before);
        assertThat(fixture(odd).score().home()).isEqualTo(1);
        Map<Long, FeedWatch.WatchedMatch> watched = market.watched();
        assertThat(watched.get(well).silent()).isFalse();
        assertThat(watched.get(odd).silent()).isEqualTo(!trades);
        if (!trades) {
            assertThat(watched.get(odd).words("it")).contains("can't be read").contains("its");
            market.list(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""));
            poll.poll();
            assertThat(market.watched().get(odd).silent())
                    .as("it can be read again")
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"type_id\":null",
                "\"type_id\":\"x\"",
                "\"player_id\":\"x\"",
                "\"id\":null",
                "\"id\":{}",
                "\"minute\":-1",
                "\"minute\":\"10\"",
                "\"id\":\"8\"",
                "\"participant_id\":[]"
            })
    void anEventThatCountsStandsWhileItsRowCanNotBeRead(String field) throws Exception {
        market.list(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""));
        poll.poll();
        long base = base(odd);
        String row = goal(8, odd, 1);
        market.list(match(odd, 2, "[" + row.substring(0, row.length() - 1) + "," + field + "}]", ""));

        for (int polls = 0; polls < 3; polls++) {
            poll.poll();
        }

        assertThat(base(odd)).isEqualTo(base);
        market.list(match(odd, 2, "[]", ""));
        poll.poll();
        poll.poll();
        assertThat(base(odd)).as("and goes once it has vanished").isLessThan(base);
    }

    @Test
    void aMatchWithoutStateSettlesOnNoPollThatDoesNotSayItIsOver() throws Exception {
        market.list(match(odd, 2, "[]", ""));
        poll.poll();
        market.list(match(odd, 5, "[]", ""));
        poll.poll();
        jdbi.useHandle(handle -> handle.execute("UPDATE fixtures SET over_since = over_since - interval '1 hour'"));
        market.list(match(odd, 5, "[]", ",\"state_id\":null"));
        assertThat(poll.poll().due()).isEmpty();
        assertThat(fixture(odd).phase()).isEqualTo(MatchPhase.FINISHED);
        market.list(match(odd, 5, "[]", ""));
        assertThat(poll.poll().due()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"depth", "live_base_price", "net_flow", "tick_at", "match_base_price"})
    void anInstrumentThatCanNotBeReadHoldsUpNoOtherAndGetsItsBumpOnceItCan(String field) throws Exception {
        market.list(match(odd, 2, "[]", ""));
        poll.poll();
        String scorer = "instrument:" + player(odd, 1);
        long assistant = player(odd, 1) + 1;
        long base = base(odd);
        String kept = redis.hget(scorer, field);
        redis.hdel(scorer, field);
        market.list(match(
                odd,
                2,
                "[" + goal(8, odd, 1).replace("\"minute\"", "\"related_player_id\":" + assistant + ",\"minute\"") + "]",
                ""));
        long events = redis.llen("events:" + odd);

        for (int polls = 0; polls < 3; polls++) {
            market.expireLeases();
            LivePoll.Poll seen = poll.poll();
            assertThat(seen.counts().broken()).isZero();
            assertThat(seen.counts().unreadable()).isEqualTo(1);
            assertThat(seen.found().get("fixture " + odd)).contains("Match " + odd, "1 event", "set_aside");
            assertThat(market.watched().get(odd).silent())
                    .as("the match goes on")
                    .isFalse();
        }

        assertThat(new FeedFaults(redis).now()).containsOnlyKeys("fixture " + odd);
        assertThat(redis.hgetAll("set_aside")).containsOnlyKeys("event 8 of " + player(odd, 1));
        assertThat(redis.llen("events:" + odd)).as("applied once").isEqualTo(events + 1);
        assertThat(redis.hget("instrument:" + assistant, "tick_seq")).isEqualTo("1");
        redis.hset(scorer, field, kept);
        LivePoll.Poll seen = poll.poll();
        assertThat(seen.found()).isEmpty();
        assertThat(base(odd)).isGreaterThan(base);
        assertThat(redis.exists("set_aside")).isFalse();
        assertThat(redis.hget("instrument:" + assistant, "tick_seq")).isEqualTo("1");
    }

    @Test
    void whileNoCallIsLeftThePollWaitsAndSaysSo() throws Exception {
        market.list(match(odd, 2, "[]", ""));
        poll.poll();
        market.status = 429;
        market.body = "{\"message\":\"Too Many Attempts\",\"rate_limit\":{\"resets_in_seconds\":\"1800\"}}";
        market.asked.clear();

        for (int polls = 0; polls < 3; polls++) {
            LivePoll.Poll seen = poll.poll();
            assertThat(seen.next()).isEqualTo(Duration.ofMinutes(1));
            assertThat(seen.found()).containsOnlyKeys("calls of the feed");
            assertThat(new FeedFaults(redis).now()).isEqualTo(seen.found());
        }

        assertThat(market.asked).as("asked once").hasSize(1);
        assertThat(redis.pttl("feed:calls:livescores/inplay")).isPositive();
    }

    @Test
    void anInstrumentThatWasOverwrittenHoldsUpNoOther() throws Exception {
        market.list(match(odd, 2, "[]", ""), match(well, 2, "[]", ""));
        poll.poll();
        String broken = "instrument:" + (player(odd, 1) + 1);
        byte[] kept = redis.dump(broken);
        redis.set(broken, "overwritten");
        long base = base(odd);

        market.expireLeases();
        market.watched();
        market.list(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""), match(well, 2, "[]", ""));
        assertThat(poll.poll().counts().broken()).isZero();
        assertThat(base(odd)).isGreaterThan(base);
        market.list(match(odd, 5, "[" + goal(8, odd, 1) + "]", ""), match(well, 2, "[]", ""));
        assertThat(poll.poll().counts().broken()).isZero();
        assertThat(redis.hmget("instrument:" + player(odd, 1), "frozen_over", "ft_price"))
                .doesNotContainNull();
        assertThat(fixture(odd).phase()).isEqualTo(MatchPhase.FINISHED);
        redis.del(broken);
        redis.restore(broken, 0, kept);
        market.list(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""), match(well, 2, "[]", ""));
        poll.poll();
        assertThat(redis.hget(broken, "frozen_over")).isNull();
    }

    @Test
    void aForeignEntryAmongTheEventsHoldsUpNoOther() throws Exception {
        market.list(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""));
        poll.poll();
        long base = base(odd);
        redis.rpush("events:" + odd, "{\"id\":\"x\"}", "no JSON");
        redis.hset("event_bumps:" + odd, "x", "y");
        redis.hset("feed:missing:" + odd, "8", "soon");
        market.list(match(odd, 2, "[" + goal(9, odd, 2) + "]", ""));

        for (int polls = 0; polls < 3; polls++) {
            assertThat(poll.poll().counts().broken()).isZero();
        }

        assertThat(base(odd)).as("the goal that vanished is taken back").isLessThan(base);
        assertThat(redis.hgetAll("set_aside")).containsOnlyKeys("entry of events:" + odd, "event x of fixture " + odd);
        redis.hset("event_bumps:" + odd, "9", "unreadable");
        LivePoll.Poll seen = poll.poll();
        assertThat(seen.counts().broken()).isZero();
        assertThat(seen.counts().unreadable()).isEqualTo(1);
        assertThat(redis.hkeys("set_aside")).contains("event 9 of fixture " + odd);
    }

    @Test
    void aCountThatWasOverwrittenStartsAgain() {
        redis.hset("feed:faults", Map.of("unreadable", "x", "squad", "3"));
        assertThat(new FeedFaults(redis).counts()).isEqualTo(Map.of("unreadable", 0L, "squad", 3L));
    }
}
