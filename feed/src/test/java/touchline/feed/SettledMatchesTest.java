package touchline.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A settled match that has left the list of live matches is asked for by its id for a day. */
@NullUnmarked
class SettledMatchesTest extends TwoMatches {
    @Test
    void whatTheFeedCorrectsAfterwardsIsRecordedAndMovesNothing() throws Exception {
        settle();
        long base = base(odd);
        lastSeen("11 minutes");
        market.byId = "{\"data\":["
                + match(odd, 17, "[" + goal(51, odd, 1).replace("null", "true") + "]", ",\"scores\":[]") + "]}";

        LivePoll.Poll corrected = poll.poll();

        assertThat(corrected.counts().late()).isEqualTo(1);
        assertThat(corrected.due()).isEmpty();
        assertThat(fixture(odd).state()).isEqualTo("AWARDED");
        assertThat(redis.lrange("events:" + odd, -1, -1))
                .singleElement()
                .asString()
                .contains("\"id\":51", "\"rescinded\":true");
        assertThat(base(odd)).isEqualTo(base);
    }

    @Test
    void itIsAskedForEveryTenMinutesForADay() throws Exception {
        settle();
        assertThat(asks()).as("seen lately").isZero();
        lastSeen("9 minutes");
        assertThat(asks()).isZero();
        lastSeen("11 minutes");
        assertThat(asks())
                .as("of two polls one asks, though the feed does not know it")
                .isEqualTo(1);
        lastSeen("11 minutes");
        market.byIdStatus = 500;
        assertThat(asks()).as("a failure fails no poll").isPositive();
        market.byIdStatus = 200;
        assertThat(asks()).isZero();
        lastSeen("11 minutes");
        jdbi.useHandle(
                handle -> handle.execute("UPDATE fixture_settlements SET settled_at = now() - interval '25 hours'"));
        assertThat(asks()).as("after a day").isZero();
    }

    private int asks() throws Exception {
        market.asked.clear();
        poll.poll();
        poll.poll();
        return (int) market.asked.stream()
                .filter(path -> path.endsWith("/multi/" + odd))
                .count();
    }

    private void settle() throws Exception {
        for (int state : new int[] {2, 5}) {
            market.list(match(odd, state, "[" + goal(51, odd, 1) + "]", ""));
            poll.poll();
        }
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at, settled_at)"
                        + " VALUES (?, 'FULL_TIME', 'DONE', now(), now())",
                odd));
        redis.hset("fixture:" + odd, "settled", "1");
        market.list();
    }

    private void lastSeen(String ago) {
        jdbi.useHandle(handle ->
                handle.execute("UPDATE fixtures SET polled_at = now() - CAST(? AS interval) WHERE id = ?", ago, odd));
    }
}
