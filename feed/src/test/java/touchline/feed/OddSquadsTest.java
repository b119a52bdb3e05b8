package touchline.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import touchline.feed.sportmonks.FeedException;

/** Two matches at once, and squads and line-ups that the feed refuses. */
@NullUnmarked
final class OddSquadsTest extends TwoMatches {
    @ParameterizedTest
    @CsvSource({"403", "404", "500", "401"})
    void aSquadThatIsRefusedKeepsNoOtherAndNoMatchWaiting(int status) throws Exception {
        long team = home(odd);
        market.refused.put(team, status);
        market.list(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""), match(well, 2, "[]", ""));

        SquadSync.Synced synced = sync.everything();

        assertThat(synced.teams()).isEqualTo(4);
        assertThat(synced.missing()).singleElement().asString().contains("team " + team);
        assertThat(new FeedFaults(redis).now()).containsOnlyKeys("squad of team " + team);
        assertThat(redis.exists("instrument:" + player(odd, 2)))
                .as("the other side")
                .isTrue();
        assertThat(redis.exists("instrument:" + player(well, 1))).isTrue();
        market.asked.clear();
        for (int polls = 0; polls < 3; polls++) {
            LivePoll.Poll seen = poll.poll();
            assertThat(seen.counts().broken()).isZero();
            assertThat(seen.counts().live()).isEqualTo(2);
        }
        assertThat(market.asked.stream()
                        .filter(path -> path.endsWith("/" + team))
                        .distinct())
                .hasSize(1);
        assertThat(market.asked.stream()
                        .filter(path -> path.endsWith("/" + team))
                        .count())
                .as("asked once, with its retries")
                .isLessThanOrEqualTo(3);
        assertThat(redis.hget("instrument:" + player(odd, 1), "name"))
                .as("whom an event names")
                .isEqualTo("Scorer " + player(odd, 1));
        assertThat(redis.hget("instrument:" + player(odd, 1), "fixture_id")).isEqualTo(Long.toString(odd));
        assertThat(market.watched().get(odd).silent()).isFalse();

        market.refused.clear();
        assertThat(sync.everything().missing()).isEmpty();
        assertThat(new FeedFaults(redis).now()).isEmpty();
    }

    @Test
    void recordsOfThePollsThatWereOverwrittenAreReplaced() throws Exception {
        market.refused.put(home(odd), 403);
        market.list(match(odd, 2, "[]", ""), match(well, 2, "[]", ""));
        redis.set("feed:looks", "overwritten");
        redis.set("feed:ask-again", "overwritten");

        assertThat(poll.poll().counts().broken()).isZero();

        assertThat(redis.hgetAll("feed:looks")).isNotEmpty();
        assertThat(redis.hgetAll("feed:ask-again")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "403"})
    void faultsThatWereOverwrittenKeepNoMatchWaiting(int status) throws Exception {
        if (status > 0) {
            market.refused.put(home(odd), status);
        }
        market.list(match(odd, 2, "[]", ""), match(well, 2, "[]", ""));
        redis.set("feed:squads-missing", "overwritten");
        redis.hset("feed:faults", "squad", "overwritten");

        assertThat(poll.poll().counts().broken()).isZero();

        assertThat(new FeedFaults(redis).now()).hasSize(status > 0 ? 1 : 0);
        assertThat(new FeedFaults(redis).counts()).containsEntry("squad", status > 0 ? 1L : 0L);
    }

    @Test
    void faultsThatWereOverwrittenAreNone() {
        redis.set("feed:squads-missing", "overwritten");
        redis.set("feed:unreadable", "overwritten");
        redis.set("feed:faults", "overwritten");

        assertThat(new FeedFaults(redis).now()).isEmpty();
        assertThat(new FeedFaults(redis).counts()).containsOnlyKeys("unreadable", "squad");
    }

    @Test
    void whereASquadIsRefusedTheLineUpNamesThePlayers() throws Exception {
        market.refused.put(home(odd), 403);
        long starts = player(odd, 1);
        market.lineUps.put(Long.toString(odd), """
            [{"player_id":%d,"team_id":%d,"position_id":24,"type_id":11,"player_name":"Starts","jersey_number":1},
             {"player_id":%d,"team_id":%d,"position_id":null,"type_id":12,"player_name":"Bench"},
             {"player_id":null,"team_id":%d,"player_name":"Nobody"},
             {"player_id":4711,"team_id":4711,"player_name":"Of another team"}, 7]
            """.formatted(starts, home(odd), starts + 1, home(odd), home(odd)));
        market.list(match(odd, 2, "[]", ""), match(well, 2, "[]", ""));

        LivePoll.Poll seen = poll.poll();

        assertThat(seen.counts().broken()).isZero();
        assertThat(redis.hmget("instrument:" + starts, "name", "position", "fixture_id", "team"))
                .containsExactly("Starts", "Goalkeeper", Long.toString(odd), "Home");
        assertThat(redis.hmget("instrument:" + (starts + 1), "name", "fixture_id"))
                .containsExactly("Bench", Long.toString(odd));
        assertThat(redis.exists("instrument:4711")).isFalse();
        long base = base(odd);
        market.list(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""), match(well, 2, "[]", ""));
        assertThat(poll.poll().counts().applied()).isEqualTo(1);
        assertThat(base(odd)).as("the first goal of a player without a squad").isGreaterThan(base);
        assertThat(market.asked)
                .filteredOn(path -> path.endsWith("/fixtures/" + odd))
                .hasSize(1);
        assertThat(market.asked).as("no need").noneMatch(path -> path.endsWith("/fixtures/" + well));
    }

    @Test
    void aLineUpThatIsRefusedOrEmptyKeepsTheMatchGoing() throws Exception {
        market.refused.put(home(odd), 403);
        market.refused.put(home(well), 403);
        market.lineUps.put(Long.toString(well), "null");
        market.list(match(odd, 2, "[" + goal(8, odd, 1) + "]", ""), match(well, 2, "[]", ""));

        LivePoll.Poll seen = poll.poll();

        assertThat(seen.counts().broken()).isZero();
        assertThat(seen.counts().live()).isEqualTo(2);
        assertThat(redis.hget("instrument:" + player(odd, 1), "name")).isEqualTo("Scorer " + player(odd, 1));
    }

    @Test
    void noSquadAtAllIsAFailure() {
        market.list(match(odd, 1, "[]", ""));
        market.refused.put(home(odd), 403);
        market.refused.put(home(odd) + 1, 403);

        assertThatThrownBy(() -> sync.everything()).isInstanceOf(FeedException.class);
    }

    @Test
    void aPlayerWhoCanNotBeListedKeepsNoOtherWaiting() throws Exception {
        market.list(match(odd, 1, "[]", ""), match(well, 1, "[]", ""));
        redis.set("instrument:" + player(odd, 1), "overwritten");

        assertThat(sync.everything().missing()).isEmpty();

        assertThat(redis.hgetAll("set_aside")).containsOnlyKeys("key instrument:" + player(odd, 1));
        for (long other : new long[] {player(odd, 1) + 1, player(odd, 2), player(well, 1), player(well, 2)}) {
            assertThat(redis.exists("instrument:" + other))
                    .as("player " + other)
                    .isTrue();
        }
        redis.del("instrument:" + player(odd, 1));
        assertThat(sync.everything().changedInstruments()).isEqualTo(1);
    }

    @Test
    void whoseRowCanNotBeReadHasNotLeft() throws Exception {
        market.list(match(odd, 1, "[]", ""));
        sync.everything();
        market.squads.put(
                home(odd), squad(home(odd)).replace("\"player_id\":" + player(odd, 1) + ",", "\"player_id\":null,"));

        SquadSync.Synced synced = sync.everything();

        assertThat(synced.unreadable()).isEqualTo(1);
        assertThat(redis.hget("instrument:" + player(odd, 1), "delisted")).isNull();
        assertThat(new FeedFaults(redis).now()).containsOnlyKeys("squad of team " + home(odd));
        market.squads.put(home(odd), "{\"message\":\"No result(s) found\"}");
        sync.everything();
        assertThat(new FeedFaults(redis).now().values())
                .singleElement()
                .asString()
                .contains("names no player");
    }
}
