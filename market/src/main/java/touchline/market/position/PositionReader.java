package touchline.market.position;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.UserId;

/** Reads positions from Redis. Thread-safe. */
final class PositionReader {
    private static final int LONGEST_ID = 18;

    private final UnifiedJedis redis;
    private final UnreadableRecords unreadable;

    PositionReader(UnifiedJedis redis) {
        this.redis = redis;
        this.unreadable = new UnreadableRecords(redis);
    }

    OpenPositions readOpenOf(UserId user) {
        return read(redis.smembers(Keys.positionsOfUser(user)));
    }

    /** The open positions of several users, read in two round trips. */
    Map<UserId, OpenPositions> readOpenOf(Collection<UserId> users) {
        Map<UserId, Response<Set<String>>> ids = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            users.forEach(user -> ids.put(user, pipeline.smembers(Keys.positionsOfUser(user))));
        }
        Map<UserId, List<Pending>> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            ids.forEach((user, some) -> pending.put(user, request(pipeline, some.get())));
        }
        Map<UserId, OpenPositions> open = new LinkedHashMap<>();
        pending.forEach((user, some) -> open.put(user, read(some)));
        return open;
    }

    /** The number of open positions of each user. */
    Map<UserId, Long> openCounts(Collection<UserId> users) {
        Map<UserId, Response<Long>> counts = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            users.forEach(user -> counts.put(user, pipeline.scard(Keys.positionsOfUser(user))));
        }
        Map<UserId, Long> open = new LinkedHashMap<>();
        counts.forEach((user, count) -> open.put(user, count.get()));
        return open;
    }

    OpenPositions readOpenOn(InstrumentId instrument) {
        return read(redis.smembers(Keys.positionsOfInstrument(instrument)));
    }

    /** The ids of the open positions of each instrument, read in one round trip. */
    Map<InstrumentId, List<PositionId>> openIdsOn(Collection<InstrumentId> instruments) {
        Map<InstrumentId, Response<Set<String>>> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            instruments.forEach(
                    instrument -> pending.put(instrument, pipeline.smembers(Keys.positionsOfInstrument(instrument))));
        }
        Map<InstrumentId, List<PositionId>> open = new LinkedHashMap<>();
        pending.forEach((instrument, ids) -> open.put(
                instrument, ids.get().stream().flatMap(id -> parse(id).stream()).toList()));
        return open;
    }

    /** The number of open positions of each instrument, read in one round trip. */
    Map<InstrumentId, Long> openCountsOn(Collection<InstrumentId> instruments) {
        Map<InstrumentId, Response<Long>> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            instruments.forEach(
                    instrument -> pending.put(instrument, pipeline.scard(Keys.positionsOfInstrument(instrument))));
        }
        Map<InstrumentId, Long> open = new LinkedHashMap<>();
        pending.forEach((instrument, count) -> open.put(instrument, count.get()));
        return open;
    }

    /**
     * An open position, or one closed within the last day.
     *
     * @throws UnreadableRecordException if it is there and can't be read
     */
    Optional<Position> find(PositionId id) {
        try {
            Map<String, String> hash = redis.hgetAll(Keys.position(id));
            if (hash.isEmpty()) {
                hash = redis.hgetAll(Keys.closedPosition(id));
            }
            return hash.isEmpty() ? Optional.empty() : Optional.of(Position.from(id, hash));
        } catch (RuntimeException e) {
            unreadable.note(subject(id.toString()), e);
            throw new UnreadableRecordException(subject(id.toString()), e);
        }
    }

    /**
     * A position that a settlement has set aside; empty where there is none.
     *
     * @throws IllegalStateException or IllegalArgumentException if it can't be read
     */
    Optional<Position> setAside(PositionId id) {
        Map<String, String> hash = redis.hgetAll(Keys.setAsidePosition(id));
        return hash.isEmpty() ? Optional.empty() : Optional.of(Position.from(id, hash));
    }

    /** A position that is being read; without its fields where its id is no number. */
    private record Pending(String id, @Nullable Response<Map<String, String>> hash) {}

    private List<Pending> request(AbstractPipeline pipeline, Collection<String> ids) {
        return ids.stream()
                .map(id -> new Pending(id, parse(id).isEmpty() ? null : pipeline.hgetAll(Keys.position(id))))
                .toList();
    }

    private OpenPositions read(Collection<String> ids) {
        if (ids.isEmpty()) {
            return OpenPositions.NONE;
        }
        List<Pending> pending;
        try (AbstractPipeline pipeline = redis.pipelined()) {
            pending = request(pipeline, ids);
        }
        return read(pending);
    }

    private OpenPositions read(List<Pending> pending) {
        List<Position> readable = new ArrayList<>(pending.size());
        List<String> left = new ArrayList<>();
        for (Pending one : pending) {
            Response<Map<String, String>> response = one.hash();
            if (response == null) {
                left.add(one.id());
                continue;
            }
            try {
                Map<String, String> hash = response.get();
                if (!hash.isEmpty()) { // closed since
                    readable.add(Position.from(PositionId.parse(one.id()), hash));
                }
            } catch (RuntimeException e) {
                unreadable.note(subject(one.id()), e);
                left.add(one.id());
            }
        }
        readable.sort(Comparator.comparing(Position::id));
        return new OpenPositions(readable, left);
    }

    /** An id as it is stored; empty, and noted, where it is no number. */
    Optional<PositionId> parse(String id) {
        if (isId(id)) {
            return Optional.of(PositionId.parse(id));
        }
        unreadable.note(subject(id), "its id is not a number");
        return Optional.empty();
    }

    private static boolean isId(String id) {
        boolean isId = !id.isEmpty() && id.length() <= LONGEST_ID && id.charAt(0) != '0';
        for (int n = 0; isId && n < id.length(); n++) {
            isId = id.charAt(n) >= '0' && id.charAt(n) <= '9';
        }
        return isId;
    }

    private static String subject(String id) {
        return "position " + id;
    }
}
