package touchline.market.inplay;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.Rejection;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.money.Price;
import touchline.market.position.rule.Direction;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.resting.RestingOrders;
import touchline.market.resting.TimeInForce;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.UserId;

/** What waits, or has waited, out the in-play delay: as Redis has it for a day, and as the book has it afterwards. Thread-safe. */
public final class InPlayRequests {
    private final UnifiedJedis redis;
    private final PositionRequestQuery booked;
    private final UnreadableRecords unreadable;

    public InPlayRequests(UnifiedJedis redis, Jdbi jdbi) {
        this.redis = redis;
        this.booked = new PositionRequestQuery(jdbi);
        this.unreadable = new UnreadableRecords(redis);
    }

    /** A user's order that had to wait, from Redis; the book's orders have older ones too. */
    public Optional<InPlayRequest> order(UserId user, long id) {
        return hot(id, RequestKind.ORDER, user);
    }

    /** A user's wish to open a position. */
    public Optional<InPlayRequest> opening(UserId user, long id) {
        return hot(id, RequestKind.OPEN, user).or(() -> booked.opening(user, id));
    }

    /** The last wish to close a user's position, while it waits and for a day after it was decided. */
    public Optional<InPlayRequest> closing(UserId user, long position) {
        return Optional.ofNullable(closings(Map.of(position, user)).get(position));
    }

    /**
     * The last wish to close each of many positions, with one read of what there is to close.
     *
     * @param positions the owner of each position
     * @return by position; those without a wish are left out
     */
    public Map<Long, InPlayRequest> closings(Map<Long, UserId> positions) {
        List<Long> asked = List.copyOf(positions.keySet());
        Map<Long, InPlayRequest> closings = new HashMap<>();
        if (asked.isEmpty()) {
            return closings;
        }
        List<String> ids = redis.mget(asked.stream().map(Keys::closing).toArray(String[]::new));
        for (int at = 0; at < ids.size(); at++) {
            String id = ids.get(at);
            Long position = asked.get(at);
            UserId owner = positions.get(position);
            if (id != null && owner != null) {
                hot(Long.parseLong(id), RequestKind.CLOSE, owner).ifPresent(request -> closings.put(position, request));
            }
        }
        return closings;
    }

    /** A user's openings that rest until a price is reached. */
    public List<InPlayRequest> restingOpenings(UserId user) {
        return new RestingOrders(redis)
                .of(user).stream().flatMap(id -> readable(id, user).stream()).toList();
    }

    /** One that can't be read must not hide the others. */
    private Optional<InPlayRequest> readable(long id, UserId user) {
        try {
            return hot(id, RequestKind.OPEN, user);
        } catch (UnreadableRecordException noted) {
            return Optional.empty();
        }
    }

    /**
     * A user's request of any kind, from Redis.
     *
     * @throws UnreadableRecordException if it is there and can't be read
     */
    public Optional<InPlayRequest> find(UserId user, long id) {
        try {
            Map<String, String> hash = redis.hgetAll(Keys.request(id));
            return hash.isEmpty()
                    ? Optional.empty()
                    : Optional.of(read(id, hash))
                            .filter(request -> request.user().equals(user));
        } catch (RuntimeException e) {
            unreadable.note("request " + id, e);
            throw new UnreadableRecordException("request " + id, e);
        }
    }

    private Optional<InPlayRequest> hot(long id, RequestKind kind, UserId user) {
        return find(user, id).filter(request -> request.kind() == kind);
    }

    private static InPlayRequest read(long id, Map<String, String> hash) {
        String position = hash.get("position");
        RequestKind kind = RequestKind.valueOf(text(hash, "kind"));
        return new InPlayRequest(
                id,
                kind,
                UserId.of(text(hash, "user")),
                InstrumentId.parse(text(hash, "instrument")),
                RequestState.valueOf(text(hash, "state")),
                Instant.ofEpochMilli(Long.parseLong(text(hash, "execute_at"))),
                position == null ? null : Long.valueOf(position),
                kind == RequestKind.ORDER ? order(hash) : null,
                conditions(hash),
                Rejection.kept(hash.get("problem"), hash.get("problem_facts")));
    }

    private static InPlayRequest.@Nullable Conditions conditions(Map<String, String> hash) {
        String type = hash.get("type");
        return type == null
                ? null
                : new InPlayRequest.Conditions(
                        new OrderTerms(
                                OrderType.valueOf(type),
                                price(hash, "limit_price"),
                                price(hash, "stop_price"),
                                TimeInForce.valueOf(text(hash, "tif"))),
                        Long.parseLong(hash.getOrDefault("reserved", "0")),
                        Long.parseLong(hash.getOrDefault("reserved_shares", "0")),
                        hash.containsKey("direction")
                                ? new InPlayRequest.Opening(
                                        Direction.valueOf(text(hash, "direction")),
                                        Long.parseLong(text(hash, "quantity")))
                                : null);
    }

    private static @Nullable Price price(Map<String, String> hash, String field) {
        String digits = hash.getOrDefault(field, "");
        return digits.isEmpty() ? null : Price.of(Long.parseLong(digits));
    }

    private static InPlayRequest.Order order(Map<String, String> hash) {
        Long filledAt = hash.containsKey("amount") ? number(hash, "decided_at") : null;
        return new InPlayRequest.Order(
                text(hash, "side"),
                Long.parseLong(text(hash, "quantity")),
                hash.get("client_id"),
                number(hash, "amount"),
                number(hash, "fee"),
                filledAt == null ? null : Instant.ofEpochMilli(filledAt));
    }

    private static @Nullable Long number(Map<String, String> hash, String field) {
        String value = hash.get(field);
        return value == null ? null : Long.valueOf(value);
    }

    private static String text(Map<String, String> hash, String field) {
        String value = hash.get(field);
        if (value == null) {
            throw new IllegalStateException("a request without " + field);
        }
        return value;
    }
}
