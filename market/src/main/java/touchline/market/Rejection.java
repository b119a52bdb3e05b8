package touchline.market;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A refusal with the facts that belong to it: why an instrument is frozen and until when, which limit would be passed. Two rejections are equal if they refuse for
 * the same cause; facts describe, they don't distinguish.
 */
public final class Rejection {
    private final Refusal why;
    private final Map<String, String> facts;

    private Rejection(Refusal why, Map<String, String> facts) {
        this.why = why;
        this.facts = facts;
    }

    public static Rejection of(Refusal why) {
        return new Rejection(why, Map.of());
    }

    /** A refusal for a reason that a program can tell apart. */
    public static Rejection because(Refusal why, String reason) {
        return new Rejection(why, Map.of("reason", reason));
    }

    /**
     * A limit that would be passed.
     *
     * @param maximum the most that it allows, and {@code used} how much of that is used: in the limit's unit
     */
    public static Rejection overLimit(MarketLimit limit, long maximum, long used) {
        return new Rejection(
                Refusal.LIMIT_EXCEEDED,
                Map.of("limit", limit.slug(), "maximum", Long.toString(maximum), "used", Long.toString(used)));
    }

    /**
     * What a script answered with.
     *
     * @param facts names and values in turn
     */
    public static Rejection of(Refusal why, List<String> facts) {
        Map<String, String> byName = new TreeMap<>();
        for (int n = 0; n + 1 < facts.size(); n += 2) {
            byName.put(facts.get(n), facts.get(n + 1));
        }
        return new Rejection(why, byName);
    }

    /**
     * A rejection that was kept.
     *
     * @param slug the refusal's; null where nothing was rejected
     * @param facts as in {@code reason=event until=1764000000000}; null where an earlier version kept none
     */
    public static @Nullable Rejection kept(@Nullable String slug, @Nullable String facts) {
        if (slug == null) {
            return null;
        }
        Map<String, String> byName = new TreeMap<>();
        for (String fact : facts == null ? new String[0] : facts.split(" ", -1)) {
            int at = fact.indexOf('=');
            if (at > 0) {
                byName.put(fact.substring(0, at), fact.substring(at + 1));
            }
        }
        return new Rejection(Refusal.ofSlug(slug), byName);
    }

    public Refusal why() {
        return why;
    }

    /** The reason, as a slug: {@code event}, {@code settlement}, {@code book-behind} ... */
    public Optional<String> reason() {
        return Optional.ofNullable(facts.get("reason"));
    }

    /** The reason in words, where a person gave one. */
    public Optional<String> words() {
        return Optional.ofNullable(facts.get("words")).map(words -> URLDecoder.decode(words, StandardCharsets.UTF_8));
    }

    /** Which limit would be passed. */
    public Optional<MarketLimit> limit() {
        return Optional.ofNullable(facts.get("limit")).flatMap(MarketLimit::ofSlug);
    }

    /** The most that the limit allows, in its unit. */
    public Optional<Long> maximum() {
        return number("maximum", Function.identity());
    }

    /** How much of the limit is used already, in its unit. */
    public Optional<Long> used() {
        return number("used", Function.identity());
    }

    /** The price that bounds a level, in ten-thousandths. */
    public Optional<Long> price() {
        return number("price", Function.identity());
    }

    /** The id of the request that is in the way. */
    public Optional<String> request() {
        return Optional.ofNullable(facts.get("request"));
    }

    /** When the cause passes, where that is known. */
    public Optional<Instant> until() {
        return number("until", Instant::ofEpochMilli);
    }

    private <T> Optional<T> number(String name, Function<Long, T> read) {
        return Optional.ofNullable(facts.get(name)).map(Long::valueOf).map(read);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rejection rejection && rejection.why == why;
    }

    @Override
    public int hashCode() {
        return why.hashCode();
    }

    @Override
    public String toString() {
        return facts.isEmpty() ? why.slug() : why.slug() + facts;
    }
}
