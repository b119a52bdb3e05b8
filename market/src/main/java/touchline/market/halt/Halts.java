package touchline.market.halt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
import touchline.market.script.LuaScript;
import touchline.market.script.RedisClock;

/**
 * Applies the halts of the book to trading. Redis has a copy, which each order is checked against; what the circuit breaker has halted there is taken into the book. Any number of
 * nodes may do so at once. Thread-safe.
 */
public final class Halts {
    private static final Logger LOG = LoggerFactory.getLogger(Halts.class);
    private static final LuaScript SYNC = LuaScript.beside(Halts.class, "halts_sync");
    private static final String BREAKER = "circuit-breaker";

    private final UnifiedJedis redis;
    private final Jdbi jdbi;
    private final HaltRepository repository;
    private final CircuitBreaker breaker;

    public Halts(UnifiedJedis redis, Jdbi jdbi, CircuitBreaker breaker) {
        this.redis = redis;
        this.jdbi = jdbi;
        this.repository = new HaltRepository(jdbi);
        this.breaker = breaker;
    }

    /** Ends halts whose time has come, records those of the circuit breaker, and gives Redis what is in force. */
    public void apply() {
        repository.expire(Instant.ofEpochMilli(RedisClock.now(redis)));
        redis.hgetAll(Keys.HALTS_TRIPPED).forEach(this::record);
        HaltRepository.Reading book = repository.inForce();
        List<String> args = new ArrayList<>(List.of(Long.toString(book.version()), breaker.rule()));
        for (Halt halt : book.halts()) {
            args.add(halt.scope().toString());
            args.add(HaltText.write(halt.terms()));
        }
        SYNC.run(
                redis,
                List.of(
                        Keys.HALTS,
                        Keys.HALTS_TRIPPED,
                        Keys.HALTS_VERSION,
                        Keys.HALTS_BREAKER,
                        Keys.HALTS_UNPUBLISHED,
                        Keys.OUTBOX_TICKS),
                args);
    }

    private void record(String scope, String text) {
        try {
            HaltScope halted = HaltScope.parse(scope);
            HaltTerms terms = HaltText.read(text).orElseThrow(() -> new IllegalArgumentException(text));
            jdbi.inTransaction(book -> repository.halt(book, halted, terms, BREAKER))
                    .ifPresent(halt -> LOG.warn("event=circuit-breaker scope={} why=\"{}\"", scope, terms.reason()));
        } catch (IllegalArgumentException foreign) {
            LOG.warn("event=unreadable-halt scope={} removed=true", scope);
            redis.hdel(Keys.HALTS_TRIPPED, scope);
        }
    }

    /** What trading is checked against now, by scope: in Redis, so that it is the same as an order meets. Of two halts of a scope the stricter one. */
    public Map<HaltScope, HaltTerms> now() {
        Response<Map<String, String>> tripped;
        Response<Map<String, String>> booked;
        try (AbstractPipeline pipeline = redis.pipelined()) {
            tripped = pipeline.hgetAll(Keys.HALTS_TRIPPED);
            booked = pipeline.hgetAll(Keys.HALTS);
        }
        Map<HaltScope, HaltTerms> halts = new LinkedHashMap<>();
        if (tripped.get().isEmpty() && booked.get().isEmpty()) {
            return halts;
        }
        Instant now = Instant.ofEpochMilli(RedisClock.now(redis));
        read(tripped.get(), now, halts);
        read(booked.get(), now, halts);
        return halts;
    }

    /** One that has ended stays in Redis until a node reaches the book. */
    private static void read(Map<String, String> written, Instant now, Map<HaltScope, HaltTerms> halts) {
        written.forEach((scope, text) -> HaltText.read(text).ifPresent(terms -> {
            boolean isInForce = terms.until() == null || now.isBefore(terms.until());
            if (isInForce && HaltScope.isOne(scope)) {
                halts.merge(
                        HaltScope.parse(scope),
                        terms,
                        (first, second) -> first.mode().isStricterThan(second.mode()) ? first : second);
            }
        }));
    }
}
