package touchline.market.inplay;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
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
     * The last wish to close each of many positions, read in two round trips.
     *
     * @param positions the owner of each position
     * @return by position; those without a wish are left out, and so are those whose wish can't be read
     */
    public Map<Long, InPlayRequest> closings(Map<Long, UserId> positions) {
        Map<Long, Long> wishes = requestsToClose(List.copyOf(positions.keySet()));
        Map<Long, UserId> owners = new LinkedHashMap<>();
        wishes.forEach((position, request) -> owners.put(request, Objects.requireNonNull(positions.get(position))));
        Map<Long, InPlayRequest> readable = readable(owners);
        Map<Long, InPlayRequest> closings = new HashMap<>();
        wishes.forEach((position, id) -> {
            InPlayRequest request = readable.get(id);
            if (request != null && request.kind() == RequestKind.CLOSE) {
                closings.put(position, request);
            }
        });
        return closings;
    }

    /** The ids of the last requests to close positions, by position. */
    private Map<Long, Long> requestsToClose(List<Long> positions) {
        Map<Long, Long> requests = new LinkedHashMap<>();
        if (positions.isEmpty()) {
            return requests;
        }
        List<String> ids = redis.mget(positions.stream().map(Keys::closing).toArray(String[]::new));
        for (int n = 0; n < ids.size(); n++) {
            String id = ids.get(n);
            if (id != null) {
                try {
                    requests.put(positions.get(n), Long.valueOf(id));
                } catch (NumberFormatException e) {
                    unreadable.note("closing " + positions.get(n), "its request's id is not a number");
                }
            }
        }
        return requests;
    }

    /** A user's openings that rest until a price is reached. */
    public List<InPlayRequest> restingOpenings(UserId user) {
        Map<Long, UserId> owners = new LinkedHashMap<>();
        new RestingOrders(redis).of(user).forEach(id -> owners.put(id, user));
        return readable(owners).values().stream()
                .filter(request -> request.kind() == RequestKind.OPEN)
                .toList();
    }

    /** Requests by id, in one round trip. One that can't be read is noted, and must not hide the others. */
    private Map<Long, InPlayRequest> readable(Map<Long, UserId> owners) {
        Map<Long, Response<Map<String, String>>> stored = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            owners.keySet().forEach(id -> stored.put(id, pipeline.hgetAll(Keys.request(id))));
        }
        Map<Long, InPlayRequest> readable = new LinkedHashMap<>();
        stored.forEach((id, hash) -> {
            try {
                read(id, hash).filter(isOf(owners.get(id))).ifPresent(request -> readable.put(id, request));
            } catch (UnreadableRecordException noted) {
                // The operators see it.
            }
        });
        return readable;
    }

    /**
     * A user's request of any kind, from Redis.
     *
     * @throws UnreadableRecordException if it is there and can't be read
     */
    public Optional<InPlayRequest> find(UserId user, long id) {
        return read(id, () -> redis.hgetAll(Keys.request(id))).filter(isOf(user));
    }

    private static Predicate<InPlayRequest> isOf(@Nullable UserId user) {
        return request -> request.user().equals(user);
    }

    private Optional<InPlayRequest> read(long id, Supplier<Map<String, String>> stored) {
        try {
            Map<String, String> hash = stored.get();
            return hash.isEmpty() ? Optional.empty() : Optional.of(request(id, hash));
        } catch (RuntimeException e) {
            unreadable.note("request " + id, e);
            throw new UnreadableRecordException("request " + id, e);
        }
    }

    private Optional<InPlayRequest> hot(long id, RequestKind kind, UserId user) {
        return find(user, id).filter(request -> request.kind() == kind);
    }

    private static InPlayRequest request(long id, Map<String, String> hash) {
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
