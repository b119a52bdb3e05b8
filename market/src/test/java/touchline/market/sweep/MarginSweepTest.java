package touchline.market.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import touchline.market.margin.LastSeen;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.wallet.UserId;

/** Which tick closes which position. */
class MarginSweepTest extends MarginSweepSetup {
    @Test
    void everyBreachIsClosedAtTheTickThatWasItAndNotAtTodaysPrice() throws Exception {
        List<Position> breached = new ArrayList<>();
        for (int n = 0; n < 23; n++) {
            breached.add(open("user-" + n, 2, 990_000));
        }
        Position safe = open("safe", 2, 900_000);
        market.user("washed", Money.coins(1_000));
        Position washedOut = openAs("washed", 20, null);
        market.move(player, 985_000);
        market.move(player, 950_000);
        market.move(player, 1_050_000);
        flush();

        SweepSummary swept = sweep("one").orElseThrow();

        assertThat(swept).isEqualTo(new SweepSummary(25, 25, 24, 1, 0, 0));
        breached.forEach(position -> assertClosed(position, CloseReason.STOP_LOSS, 985_000));
        assertClosed(washedOut, CloseReason.WASH_OUT, 950_000);
        assertThat(market.positions.find(safe.id()).orElseThrow().close()).isNull();
        assertThat(progress).contains("page 1, 5 of ~25 users", "page 5, 25 of ~25 users");
        assertThat(new LastSeen(market.redis).of(safe.user())).isPresent();
        assertThat(market.sumOfAllAccounts()).isZero();
    }

    @Test
    void aSecondSweepClosesNothingMore() throws Exception {
        open("alice", 2, 990_000);
        market.move(player, 985_000);
        flush();
        assertThat(sweep("one").orElseThrow().closed()).isEqualTo(1);

        flush();

        assertThat(sweep("one").orElseThrow()).isEqualTo(new SweepSummary(0, 0, 0, 0, 0, 0));
    }

    @Test
    void aLastSeenThatIsTooHighHidesNothing() throws Exception {
        Position position = open("alice", 2, 990_000);
        market.move(player, 985_000);
        market.move(player, 1_000_000);
        flush();
        market.redis.set("last_seen:alice", Long.toString(new LastSeen(market.redis).now()));

        sweep("one");

        assertClosed(position, CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void aLastSeenThatIsOverwrittenKeepsNobodyOpen() throws Exception {
        Position position = open("alice", 2, 990_000);
        Position other = open("bob", 2, 990_000);
        market.move(player, 985_000);
        flush();
        market.redis.rpush("last_seen:alice", "overwritten");

        assertThat(sweep("one").orElseThrow().left()).isZero();

        assertClosed(position, CloseReason.STOP_LOSS, 985_000);
        assertClosed(other, CloseReason.STOP_LOSS, 985_000);
        assertThat(new LastSeen(market.redis).of(UserId.of("alice"))).isPresent();
    }

    @Test
    void aUserWhosePositionsAreOverwrittenIsLeftAndKeepsNobodyOpen() throws Exception {
        open("alice", 2, 990_000);
        Position other = open("bob", 2, 990_000);
        market.move(player, 985_000);
        flush();
        market.redis.del("positions:user:alice");
        market.redis.set("positions:user:alice", "overwritten");

        assertThat(sweep("one").orElseThrow().left()).isEqualTo(1);

        assertClosed(other, CloseReason.STOP_LOSS, 985_000);
        assertThat(market.redis.hkeys("set_aside")).contains("positions:user:alice");
    }

    /** In the order of a database with a locale, a is before B. */
    @Test
    void aSweepThatGoesOnReachesEveryUserInTheOrderOfTheDatabase() throws Exception {
        Position position = open("a", 2, 990_000);
        open("B", 2, 990_000);
        open("c", 2, 990_000);
        market.move(player, 985_000);
        flush();
        market.redis.set("sweep:margin", "B");
        sortUsers("\"und-x-icu\"");
        try {
            sweep("one");
        } finally {
            sortUsers("\"default\"");
        }

        assertClosed(position, CloseReason.STOP_LOSS, 985_000);
    }

    private void sortUsers(String collation) {
        jdbi.useHandle(handle -> handle.execute(
                "ALTER TABLE cfd_positions ALTER COLUMN user_id TYPE text COLLATE pg_catalog." + collation));
    }

    @Test
    void ticksThatTheStreamHasLostAreReadFromTheBook() throws Exception {
        Position position = open("alice", 2, 990_000);
        for (long price : new long[] {995_000, 985_000, 970_000, 1_000_000}) {
            market.move(player, price);
        }
        flush();
        market.redis.xtrim("price_ticks:1", 1, false);

        sweep("one");

        assertClosed(position, CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void ofALongDayTheFirstTickThatBreachedItCloses() throws Exception {
        Random random = new Random(4);
        List<Position> positions = new ArrayList<>();
        long[] prices = new long[3_000];
        for (int n = 0; n < 40; n++) {
            positions.add(open("user-" + n, 2, 1_000_000 - 2_000L * (n + 1)));
        }
        long price = 1_000_000;
        for (int n = 0; n < prices.length; n++) {
            price += random.nextInt(4_001) - 2_040;
            prices[n] = price;
            market.move(player, price);
        }
        flush();

        sweep("one");

        for (int n = 0; n < positions.size(); n++) {
            long stop = 1_000_000 - 2_000L * (n + 1);
            Optional<Long> first = java.util.Arrays.stream(prices)
                    .filter(one -> one <= stop)
                    .boxed()
                    .findFirst();
            if (first.isPresent()) {
                assertClosed(positions.get(n), CloseReason.STOP_LOSS, first.get());
            } else {
                assertThat(market.positions
                                .find(positions.get(n).id())
                                .orElseThrow()
                                .close())
                        .isNull();
            }
        }
    }

    @Test
    void theTicksOfManyTrailingStopsAreReadOnce() throws Exception {
        List<Position> trailing = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            trailing.add(trailing("user-" + n, 30_000));
        }
        market.move(player, 1_100_000);
        market.move(player, 1_069_000);
        market.move(player, 1_200_000);
        flush();
        long before = market.calls("xrange");

        assertThat(sweep("one").orElseThrow().closed()).isEqualTo(20);

        trailing.forEach(position -> assertClosed(position, CloseReason.STOP_LOSS, 1_069_000));
        assertThat(market.calls("xrange") - before).isLessThan(10);
    }

    private Position trailing(String user, long distance) {
        market.user(user, Money.coins(1_000));
        return market.positions
                .open(new OpenRequest(
                                UserId.of(user), player, Direction.LONG, Quantity.of(1), 2, null, null, null, null)
                        .trailing(Price.of(distance)))
                .orThrow();
    }
}
