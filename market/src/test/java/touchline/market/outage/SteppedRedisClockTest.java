package touchline.market.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import touchline.market.Refusal;
import touchline.market.audit.PlayedMarket;
import touchline.market.fixture.FeedPatience;
import touchline.market.fixture.FeedWatch;
import touchline.market.fixture.FixtureRepository;
import touchline.market.halt.CircuitBreaker;
import touchline.market.halt.HaltCause;
import touchline.market.halt.HaltMode;
import touchline.market.halt.HaltRepository;
import touchline.market.halt.HaltScope;
import touchline.market.halt.HaltTerms;
import touchline.market.halt.Halts;
import touchline.market.lease.Lease;
import touchline.market.lease.Leases;
import touchline.market.margin.LastSeen;
import touchline.market.outbox.Backlog;
import touchline.market.outbox.Flusher;
import touchline.market.outbox.OutboxLags;

/** Redis' clock is set by an hour while the market trades: what waits, rests on a lease or is frozen goes on as planned. */
@EnabledIf(value = "hasFaketime", disabledReason = "no libfaketimeMT.so.1 on this machine")
class SteppedRedisClockTest extends SteppedRedisClockSetup {
    @Test
    void aRequestThatWaitsIsExecutedAfterItsDelayAndOnce() throws IOException {
        String id = waitingOrder();
        step(HOUR.negated());

        loop.round();
        assertThat(dueIn("waiting", id)).isBetween(0.0, (double) MINUTE);
        assertThat(played.market.redis.hget("request:" + id, "state")).isEqualTo("PENDING");
        String due = Long.toString(now());
        played.market.redis.hset("request:" + id, "execute_at", due);
        played.market.redis.zadd("waiting", Double.parseDouble(due), id);
        loop.round();
        loop.round();

        assertThat(played.market.redis.hget("request:" + id, "state")).isEqualTo("FILLED");
        assertThat(played.market.redis.hget("holding:bob", "5")).isEqualTo("10");
    }

    @Test
    void aRequestThatWaitsIsNotExecutedEarlyByAClockThatWasSetAhead() throws IOException {
        loop.round();
        String id = waitingOrder();
        for (Duration ahead : List.of(HOUR, HOUR.multipliedBy(2), HOUR, HOUR.multipliedBy(3))) {
            step(ahead);
            loop.round();

            assertThat(dueIn("waiting", id)).as(ahead.toString()).isBetween(0.0, (double) MINUTE);
            assertThat(played.market.redis.hgetAll("request:" + id))
                    .as(ahead.toString())
                    .containsEntry("state", "PENDING");
        }
    }

    @Test
    void aFreezeAfterAnEventEndsNeitherLaterNorEarlier() throws IOException {
        freeze(now() + MINUTE);
        loop.round();

        stepApplied(HOUR.negated());
        loop.round();
        assertThat(dueIn("thaws", "5")).isBetween(0.0, (double) MINUTE);
        assertThat(buying()).isEqualTo(Refusal.INSTRUMENT_FROZEN);

        stepApplied(HOUR);
        loop.round();
        assertThat(dueIn("thaws", "5")).isBetween(0.0, (double) MINUTE);
        assertThat(buying()).isEqualTo(Refusal.INSTRUMENT_FROZEN);

        freeze(now() - 1);
        loop.round();
        assertThat(played.market.instrument(PLAYING).frozen()).isFalse();
        loop.round();
        assertThat(played.market.redis.hget("market", "clock")).isNull();
    }

    @Test
    void aSilentFeedStopsTradingAsSoon() throws IOException {
        FeedWatch watch = new FeedWatch(played.market.redis, new FixtureRepository(jdbi), FeedPatience.standard());
        String match = "fixture:" + PlayedMarket.GOING_ON;
        long lease = until(match, "heard_until") - until(match, "heard_at");
        stepApplied(HOUR.negated());

        assertThat(watch.look()).noneMatch(FeedWatch.WatchedMatch::silent);

        assertThat(until(match, "heard_until") - now()).isBetween(0L, lease);
        assertThat(buying()).isNull();
    }

    @Test
    void aLeaseOfANodeThatDiedIsFreeAsSoonAndNeverHeldByTwo() throws IOException {
        Duration ttl = Duration.ofSeconds(3);
        Leases others = new Leases(played.market.redis, jdbi, "other");
        Lease died = new Leases(played.market.redis, jdbi, "died")
                .acquire("lease:test", ttl)
                .orElseThrow();
        step(HOUR.negated());

        assertThat(others.acquire("lease:test", ttl)).isEmpty();
        assertThat(played.market.redis.pttl("lease:test")).isBetween(0L, ttl.toMillis());
        await().atMost(SOON).until(() -> others.acquire("lease:test", ttl).isPresent());
        assertThat(died.renew()).isFalse();
        assertThat(died.isHeld()).isFalse();
    }

    @Test
    void aBookThatFallsBehindIsNoticed() throws IOException {
        Backlog limit = new Backlog(played.market.redis, Duration.ofSeconds(2));
        new Flusher(played.market.redis, jdbi, 100).drain(SOON);
        limit.enforce();
        step(HOUR.negated());
        assertThat(buying()).isNull();
        assertThat(limit.isPassed()).isFalse();

        await().atMost(SOON).until(limit::isPassed);
        assertThat(buying()).isEqualTo(Refusal.UNAVAILABLE);
        assertThat(Objects.requireNonNull(
                                new OutboxLags(played.market.redis, jdbi).all().get("outbox:trades"))
                        .behindMillis())
                .isBetween(2_000L, SOON.toMillis());
        new Flusher(played.market.redis, jdbi, 100).drain(SOON);
        assertThat(buying()).isNull();
    }

    @Test
    void aTradeThatNobodyHasAppliedSinceCountsAsOld() throws IOException {
        new Flusher(played.market.redis, jdbi, 100).drain(SOON);
        assertThat(buying()).isNull();
        step(HOUR.negated());

        assertThat(buying()).isEqualTo(Refusal.UNAVAILABLE);
        new Flusher(played.market.redis, jdbi, 100).drain(SOON);
        assertThat(buying()).isNull();
    }

    @Test
    void lastSeenIsNotAheadOfTheClock() throws IOException {
        LastSeen lastSeen = new LastSeen(played.market.redis);
        lastSeen.raise(List.of(played.alice), lastSeen.now());
        lastSeen.raise(List.of(played.bob), lastSeen.now());
        step(HOUR.negated());

        lastSeen.raise(List.of(played.alice), lastSeen.now());
        lastSeen.follow(List.of(played.bob));

        assertThat(lastSeen.of(played.alice).orElseThrow()).isLessThanOrEqualTo(now());
        assertThat(lastSeen.of(played.bob).orElseThrow()).isLessThanOrEqualTo(now());
    }

    @Test
    void theCircuitBreakerMeasuresByTheWindowOfNow() throws IOException {
        new Halts(
                        played.market.redis,
                        jdbi,
                        new CircuitBreaker(100, Duration.ofMinutes(1), HaltMode.CLOSE_ONLY, Duration.ofMinutes(5)))
                .apply();
        played.market.redis.zadd("flows:5", (double) now(), "1:" + now() + ":-9000000");
        stepApplied(HOUR.negated());

        assertThat(buying()).isNull();
        assertThat(played.market.redis.hgetAll("halts:tripped")).isEmpty();
    }

    @Test
    void aHaltEndsOnceNoClockIsBeforeItsEnd() throws IOException {
        Halts halts = new Halts(played.market.redis, jdbi, CircuitBreaker.NONE);
        Instant end = Instant.now().plusMillis(200);
        HaltTerms terms = new HaltTerms(HaltMode.EVERYTHING, HaltCause.OPERATOR, "test", end);
        jdbi.useTransaction(book -> new HaltRepository(jdbi).halt(book, HaltScope.parse("market"), terms, "operator"));
        stepApplied(HOUR.negated());
        await().atMost(SOON).until(() -> Instant.now().isAfter(end));

        halts.apply();
        assertThat(buying()).isEqualTo(Refusal.HALTED);
        stepApplied(Duration.ZERO);
        halts.apply();
        assertThat(buying()).isNull();
    }
}
