package touchline.market.position;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.key.PipelinedReads;
import touchline.market.position.rule.Direction;
import touchline.market.position.rule.Levels;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.unreadable.UnreadableRecords;
import touchline.market.wallet.UserId;

/** Reads positions from Redis. Thread-safe. */
final class PositionReader {
    private static final int LONGEST_ID = 18;
    private static final byte[][] TERMS = Stream.of(
                    "instrument", "direction", "wash_out", "levels", "open_seq", "open_tick_at")
            .map(name -> name.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);

    private final UnifiedJedis redis;
    private final UnreadableRecords unreadable;

    PositionReader(UnifiedJedis redis) {
        this.redis = redis;
        this.unreadable = new UnreadableRecords(redis);
    }

    /**
     * The open positions of a user or on an instrument, without those that can't be read.
     *
     * @param key of the set of their ids
     * @throws UnreadableRecordException if nothing says which they are
     */
    List<Position> open(String key) {
        try {
            return read(redis.smembers(key)).readable();
        } catch (JedisDataException e) {
            unreadable.note(key, e);
            throw new UnreadableRecordException(key, e);
        }
    }

    OpenPositions<Position> readOpenOf(UserId user) {
        String key = Keys.positionsOfUser(user);
        return noted(key, () -> redis.smembers(key)).map(this::read).orElseGet(() -> unknown(key));
    }

    /** The open positions of several users, read in two round trips. */
    Map<UserId, OpenPositions<Position>> readOpenOf(Collection<UserId> users) {
        Map<UserId, OpenPositions<Position>> open = new LinkedHashMap<>();
        Map<UserId, Set<String>> known = PipelinedReads.of(
                redis, users, (pipeline, user) -> pipeline.smembers(Keys.positionsOfUser(user)), (user, refusal) -> {
                    unreadable.note(Keys.positionsOfUser(user), refusal);
                    open.put(user, unknown(Keys.positionsOfUser(user)));
                });
        Map<UserId, List<Pending<Map<String, String>>>> pending = new LinkedHashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            known.forEach((user, some) -> pending.put(user, request(some, id -> pipeline.hgetAll(Keys.position(id)))));
        }
        pending.forEach((user, some) -> open.put(user, read(some, PositionReader::position)));
        return open;
    }

    /** The number of open positions of each user; 0 where nothing says which they are. */
    Map<UserId, Long> openCounts(Collection<UserId> users) {
        Map<UserId, Long> open = PipelinedReads.of(
                redis,
                users,
                (pipeline, user) -> pipeline.scard(Keys.positionsOfUser(user)),
                (user, refusal) -> unreadable.note(Keys.positionsOfUser(user), refusal));
        users.forEach(user -> open.putIfAbsent(user, 0L));
        return open;
    }

    /** In bytes, so that the names of the fields are not encoded for each position: a StopWatch reads a million of them when it starts. */
    OpenPositions<OpenPositions.Terms> readTermsOn(InstrumentId instrument) {
        String key = Keys.positionsOfInstrument(instrument);
        Optional<Set<String>> ids = noted(key, () -> redis.smembers(key));
        if (ids.isEmpty()) {
            return unknown(key);
        }
        List<Pending<List<byte[]>>> pending;
        try (AbstractPipeline pipeline = redis.pipelined()) {
            pending =
                    request(ids.get(), id -> pipeline.hmget(Keys.position(id).getBytes(StandardCharsets.UTF_8), TERMS));
        }
        return read(pending, PositionReader::terms);
    }

    /** The ids of the open positions of each instrument, read in one round trip. An instrument is left out where nothing says which they are. */
    Map<InstrumentId, List<PositionId>> openIdsOn(Collection<InstrumentId> instruments) {
        Map<InstrumentId, List<PositionId>> open = new LinkedHashMap<>();
        PipelinedReads.of(
                        redis,
                        instruments,
                        (pipeline, instrument) -> pipeline.smembers(Keys.positionsOfInstrument(instrument)),
                        (instrument, refusal) -> unreadable.note(Keys.positionsOfInstrument(instrument), refusal))
                .forEach((instrument, ids) -> open.put(
                        instrument,
                        ids.stream().flatMap(id -> parse(id).stream()).toList()));
        return open;
    }

    /** The number of open positions of each instrument, read in one round trip. An instrument is left out where nothing says how many there are. */
    Map<InstrumentId, Long> openCountsOn(Collection<InstrumentId> instruments) {
        return PipelinedReads.of(
                redis,
                instruments,
                (pipeline, instrument) -> pipeline.scard(Keys.positionsOfInstrument(instrument)),
                (instrument, refusal) -> unreadable.note(Keys.positionsOfInstrument(instrument), refusal));
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

    /** What Redis answers about a set of ids; empty, and noted, where another program has overwritten the set: that must not hide the other sets. */
    private <V> Optional<V> noted(String key, Supplier<V> answer) {
        try {
            return Optional.of(answer.get());
        } catch (JedisDataException e) {
            unreadable.note(key, e);
            return Optional.empty();
        }
    }

    private static <T extends OpenPositions.Terms> OpenPositions<T> unknown(String key) {
        return new OpenPositions<>(List.of(), List.of(key));
    }

    /** A position that is being read; without its fields where its id is no number. */
    private record Pending<V>(String id, @Nullable Response<V> fields) {}

    private <V> List<Pending<V>> request(Collection<String> ids, Function<String, Response<V>> reading) {
        return ids.stream()
                .map(id -> new Pending<>(id, parse(id).isEmpty() ? null : reading.apply(id)))
                .toList();
    }

    private OpenPositions<Position> read(Collection<String> ids) {
        List<Pending<Map<String, String>>> pending;
        try (AbstractPipeline pipeline = redis.pipelined()) {
            pending = request(ids, id -> pipeline.hgetAll(Keys.position(id)));
        }
        return read(pending, PositionReader::position);
    }

    private static @Nullable Position position(PositionId id, Map<String, String> hash) {
        return hash.isEmpty() ? null : Position.from(id, hash);
    }

    private static OpenPositions.@Nullable Terms terms(PositionId id, List<byte[]> values) {
        if (Collections.frequency(values, null) == TERMS.length) {
            return null;
        }
        return new OpenPositions.StoredTerms(
                id,
                InstrumentId.parse(text(values, 0)),
                Direction.valueOf(text(values, 1)),
                number(values, 2),
                Levels.parse(text(values, 3)),
                number(values, 4),
                number(values, 5));
    }

    private static long number(List<byte[]> values, int at) {
        return Position.number(text(values, at), new String(TERMS[at], StandardCharsets.UTF_8));
    }

    private static String text(List<byte[]> values, int at) {
        byte @Nullable [] value = values.get(at);
        if (value == null) {
            throw new IllegalStateException("a position without " + new String(TERMS[at], StandardCharsets.UTF_8));
        }
        return new String(value, StandardCharsets.UTF_8);
    }

    /** Reads what Redis has answered; {@code parse} returns null for one that is closed since. */
    private <V, T extends OpenPositions.Terms> OpenPositions<T> read(
            List<Pending<V>> pending, BiFunction<PositionId, V, @Nullable T> parse) {
        List<T> readable = new ArrayList<>(pending.size());
        List<String> left = new ArrayList<>();
        for (Pending<V> one : pending) {
            Response<V> response = one.fields();
            if (response == null) {
                left.add(one.id());
                continue;
            }
            try {
                T read = parse.apply(PositionId.parse(one.id()), response.get());
                if (read != null) {
                    readable.add(read);
                }
            } catch (RuntimeException e) {
                unreadable.note(subject(one.id()), e);
                left.add(one.id());
            }
        }
        readable.sort(Comparator.comparing(OpenPositions.Terms::id));
        return new OpenPositions<>(readable, left);
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
