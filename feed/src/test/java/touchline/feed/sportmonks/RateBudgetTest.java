package touchline.feed.sportmonks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Two nodes on the same stores, with one token between them. */
@ExtendWith(StoresExtension.class)
class RateBudgetTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LATER = Duration.ofMinutes(59);
    private static final String INPLAY = "livescores/inplay";
    private static final String MULTI = "fixtures/multi";

    private RedisClient oneNode;
    private RedisClient anotherNode;
    private RateBudget one;
    private RateBudget other;

    @BeforeEach
    void open(TestStores stores) {
        oneNode = RedisClient.create(stores.redisUrl());
        anotherNode = RedisClient.create(stores.redisUrl());
        oneNode.flushAll();
        one = new RateBudget(oneNode, 100);
        other = new RateBudget(anotherNode, 100);
    }

    @AfterEach
    void close() {
        oneNode.close();
        anotherNode.close();
    }

    @Test
    void togetherTheyUseNineTenthsHoweverManyAskAtOnceAndThoughTheFeedNeverAnswers() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        List<Thread> askers = new ArrayList<>();
        for (RateBudget budget : List.of(one, other, one, other)) {
            Thread asker = new Thread(() -> {
                for (int n = 0; n < 60; n++) {
                    taken.addAndGet(budget.take(INPLAY).isZero() ? 1 : 0);
                }
            });
            asker.start();
            askers.add(asker);
        }
        for (Thread asker : askers) {
            asker.join();
        }

        assertThat(taken).hasValue(90);
        assertThat(one.take(INPLAY)).isBetween(Duration.ofMinutes(50), HOUR);
    }

    @Test
    void callsOfOneEntityShareItsHourOnceTheFeedHasSaidWhichItIs() {
        for (int n = 0; n < 10; n++) {
            one.take(INPLAY);
            other.take(MULTI);
        }
        one.noteRemaining(INPLAY, "Fixture", 81, HOUR);
        other.noteRemaining(MULTI, "Fixture", 80, HOUR);

        int left = 0;
        while (left < 200 && (left % 2 == 0 ? one.take(MULTI) : other.take(INPLAY)).isZero()) {
            left++;
        }

        assertThat(left).isEqualTo(70);
        assertThat(one.take("squads/teams")).as("another entity").isZero();
    }

    @Test
    void whatSomebodyElseUsesOfTheSamePlanIsNotUsedAgain() {
        one.take(INPLAY);
        one.noteRemaining(INPLAY, "Fixture", 12, LATER);

        assertThat(other.take(INPLAY)).isZero();
        assertThat(one.take(INPLAY)).isZero();
        assertThat(other.take(INPLAY)).isPositive();
    }

    @Test
    void anAnswerThatWasLongUnderWayGivesNoCallsBack() {
        one.take(INPLAY);
        one.noteRemaining(INPLAY, "Fixture", 11, LATER);
        assertThat(other.take(INPLAY)).isZero();

        one.noteRemaining(INPLAY, "Fixture", 60, LATER);

        assertThat(other.take(INPLAY)).isPositive();
    }

    @Test
    void whereOneIsRefusedNobodyAsksUntilTheFeedWantsToBeAsked() {
        one.take(INPLAY);

        one.refused(INPLAY, Duration.ofMinutes(7));

        assertThat(other.take(INPLAY)).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(7));
        assertThat(other.take("squads/teams")).isZero();
    }

    @Test
    void aNewHourBeginsWhenTheFeedSaysThatTheOldOneEnds() {
        for (int n = 0; n < 90; n++) {
            one.take(INPLAY);
        }
        one.noteRemaining(INPLAY, "Fixture", 10, Duration.ZERO);

        assertThat(other.take(INPLAY)).isZero();
    }

    @Test
    void aNewHourOfTheFeedThatBeginsBeforeOursEndsIsCountedFromItsFirstCall() {
        for (int n = 0; n < 89; n++) {
            one.take(INPLAY);
        }
        one.noteRemaining(INPLAY, "Fixture", 11, Duration.ofSeconds(5));
        assertThat(one.take(INPLAY)).isZero();
        one.noteRemaining(INPLAY, "Fixture", 99, HOUR);

        int taken = 1;
        while (taken < 200 && other.take(INPLAY).isZero()) {
            taken++;
        }
        assertThat(taken).isEqualTo(90);
        assertThat(oneNode.hget("feed:plan-calls", "Fixture")).isEqualTo("100");
    }

    @Test
    void theBeatGrowsSoThatTheCallsLeftLastToTheEndOfTheHour() {
        one.take(INPLAY);
        assertThat(other.left(INPLAY).share()).isBetween(Duration.ofSeconds(35), Duration.ofSeconds(41));
        one.noteRemaining(INPLAY, "Fixture", 16, LATER);

        assertThat(other.left(INPLAY).share()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    }

    @Test
    void ofASmallerPlanThanConfiguredATenthIsKeptToo() {
        one.take(INPLAY);
        one.noteRemaining(INPLAY, "Fixture", 49, HOUR);

        int taken = 1;
        while (taken < 200 && other.take(INPLAY).isZero()) {
            taken++;
        }
        assertThat(taken).isEqualTo(45);
    }

    @Test
    void callsForWhichNoLiveMatchWaitsLeaveTwoThirdsOfTheHour() {
        one.take(INPLAY);
        one.noteRemaining(INPLAY, "Fixture", 99, HOUR);
        one.take(MULTI);
        one.noteRemaining(MULTI, "Fixture", 98, HOUR);

        int spare = 0;
        while (spare < 200 && other.takeSpare(MULTI).isZero()) {
            spare++;
        }

        assertThat(spare).isBetween(27, 31);
        assertThat(one.take(INPLAY)).isZero();
        assertThat(one.takeSpare("squads/teams")).as("another entity").isZero();
    }

    @Test
    void numbersOfTheRateLimitMayBeStrings() throws FeedException {
        String body = "{\"data\":[],\"rate_limit\":{\"resets_in_seconds\":\"1800\",\"remaining\":\"12\"}}";

        new Envelope(one).open(INPLAY, body.getBytes(StandardCharsets.UTF_8));

        assertThat(other.left(INPLAY).calls()).isEqualTo(2);
    }

    @Test
    void whatWasOverwrittenCountsAsUnknown() {
        oneNode.hset("feed:plan-calls", INPLAY, "many");
        oneNode.hset("feed:calls:" + INPLAY, Map.of("used", "some", "refused_until", "later"));

        assertThat(one.take(INPLAY)).isZero();
        assertThat(other.left(INPLAY).calls()).isEqualTo(89);
    }

    @ParameterizedTest
    @ValueSource(strings = {"feed:entities", "feed:plan-calls", "feed:calls:" + INPLAY, "feed:calls:Fixture"})
    void aRecordOfAnotherTypeKeepsNobodyFromAsking(String key) {
        one.take(INPLAY);
        for (Runnable act : List.<Runnable>of(
                () -> assertThat(one.take(INPLAY)).isZero(),
                () -> assertThat(one.left(INPLAY).calls()).isPositive(),
                () -> other.noteRemaining(INPLAY, "Fixture", 90, HOUR),
                () -> other.noteRemaining(INPLAY, INPLAY, 90, HOUR),
                () -> other.refused(INPLAY, Duration.ZERO),
                () -> assertThat(one.takeSpare(INPLAY)).isZero())) {
            oneNode.set(key, "of another program");
            act.run();
        }
        oneNode.del(key);
        oneNode.sadd(key, "of another program");
        assertThat(one.take(INPLAY)).isZero();
    }

    /** As of a clock that was set back, or of another program: no hour of the feed is longer than an hour. */
    @Test
    void noHourEndsLaterThanInAnHour() {
        long now = System.currentTimeMillis();
        oneNode.hset("feed:calls:" + INPLAY, Map.of("ends", Long.toString(now + 86_400_000_000L), "used", "100000"));

        assertThat(one.take(INPLAY)).isLessThanOrEqualTo(HOUR);
        assertThat(Long.parseLong(oneNode.hget("feed:calls:" + INPLAY, "ends")))
                .as("it ends")
                .isLessThan(now + 2 * HOUR.toMillis());
    }

    @Test
    void aRefusalThatEndsLaterThanAnyIsForgotten() {
        oneNode.hset(
                "feed:calls:" + INPLAY,
                Map.of("refused_until", Long.toString(System.currentTimeMillis() + 86_400_000_000L)));

        assertThat(one.take(INPLAY)).isZero();
    }

    @Test
    void whatWasCountedUnderAnotherEntityNeedNotBeANumber() {
        oneNode.hset("feed:calls:" + INPLAY, "used", "some");
        oneNode.hset("feed:calls:Fixture", "used", "some");

        one.noteRemaining(INPLAY, "Fixture", 90, HOUR);

        assertThat(other.take(INPLAY)).isZero();
    }
}
