package touchline.market.correction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.Instrument;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.key.PipelinedReads;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.wallet.UserId;

/** Adds up what changes of prices do to users who hold shares and positions. One preview; not thread-safe. */
final class PriceEffects {
    private final UnifiedJedis redis;
    private final Positions positions;
    private final Map<UserId, Long> effects = new HashMap<>();
    private final List<String> words = new ArrayList<>();

    PriceEffects(UnifiedJedis redis, Positions positions) {
        this.redis = redis;
        this.positions = positions;
    }

    void add(UserId user, long amount) {
        effects.merge(user, amount, Math::addExact);
    }

    /**
     * A change of a price.
     *
     * @param without a user some of whose shares are left out, and how many; null for none
     */
    void move(Instrument instrument, long price, @Nullable UserId without, long shares) {
        long change = price - instrument.price().tenThousandths();
        words.add(instrument.player().name() + " goes from " + instrument.price() + " to " + Price.of(price) + ".");
        InstrumentId id = instrument.id();
        held(id).forEach((holder, quantity) -> {
            UserId user = UserId.of(holder);
            long held = number(quantity);
            add(user, Math.multiplyExact(change, Math.max(0, held - (user.equals(without) ? shares : 0))));
        });
        for (Position position : positions.openOn(id)) {
            long sign = position.direction() == Direction.LONG ? 1 : -1;
            add(
                    position.user(),
                    Math.multiplyExact(sign * change, position.quantity().shares()));
        }
    }

    /** The shares of each holder, read in one round trip. */
    private Map<String, @Nullable String> held(InstrumentId instrument) {
        return PipelinedReads.of(
                redis,
                redis.smembers(Keys.holders(instrument)),
                (pipeline, holder) -> pipeline.hget(Keys.holding(holder), instrument.toString()));
    }

    void say(String sentence) {
        words.add(sentence);
    }

    CorrectionPreview preview(@Nullable String objection) {
        List<Map.Entry<UserId, Long>> sorted = new ArrayList<>(effects.entrySet());
        sorted.removeIf(one -> one.getValue() == 0);
        sorted.sort(Comparator.comparingLong((Map.Entry<UserId, Long> one) -> -Math.abs(one.getValue()))
                .thenComparing(one -> one.getKey().value()));
        Map<UserId, Money> largestFirst = new LinkedHashMap<>();
        sorted.forEach(one -> largestFirst.put(one.getKey(), Money.of(one.getValue())));
        return new CorrectionPreview(Collections.unmodifiableMap(largestFirst), List.copyOf(words), objection);
    }

    /** 0 where it can't be read: the execution refuses that. */
    static long number(@Nullable String text) {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException unreadable) {
            return 0;
        }
    }
}
