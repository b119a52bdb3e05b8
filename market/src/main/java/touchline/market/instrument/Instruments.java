package touchline.market.instrument;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
import touchline.market.matchfeed.FixtureId;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;
import touchline.market.unreadable.UnreadableRecordException;
import touchline.market.unreadable.UnreadableRecords;

/** The instruments in Redis. Thread-safe. */
public final class Instruments {
    private static final LuaScript LIST = LuaScript.beside(Instruments.class, "instrument_list");
    private static final LuaScript DELIST = LuaScript.beside(Instruments.class, "instrument_delist");

    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
    private static final int LARGEST_SLICE = 250;

    private final UnifiedJedis redis;
    private final UnreadableRecords unreadable;

    public Instruments(UnifiedJedis redis) {
        this.redis = redis;
        this.unreadable = new UnreadableRecords(redis);
    }

    /**
     * Lists a player, or updates the name, team and position of one, delisted or not. Prices of a player already listed stay.
     *
     * @return whether anything changed
     * @throws IllegalStateException if the market is shut
     */
    public boolean list(Listing listing) {
        String id = listing.id().toString();
        String team = Long.toString(listing.teamId());
        Reply reply = LIST.run(
                redis,
                List.of(Keys.instrument(id), Keys.INSTRUMENTS, Keys.OUTBOX_TICKS, Keys.instrumentsOfTeam(team)),
                List.of(
                        id,
                        listing.name(),
                        team,
                        listing.team(),
                        listing.position(),
                        Long.toString(listing.startingPrice().tenThousandths()),
                        Long.toString(listing.depth())));
        return !reply.outcome(Reply::word).orThrow().equals("unchanged");
    }

    /**
     * Delists a player: holdings may be sold and positions closed, nothing may be bought or opened.
     *
     * @return false if the player was not listed
     * @throws IllegalStateException if the market is shut
     */
    public boolean delist(InstrumentId id) {
        Reply reply = DELIST.run(redis, List.of(Keys.instrument(id), Keys.OUTBOX_TICKS), List.of(id.toString()));
        return reply.outcome(Reply::word).orThrow().equals("delisted");
    }

    /**
     * An instrument.
     *
     * @throws UnreadableRecordException if it is there and can't be read
     */
    public Optional<Instrument> find(InstrumentId id) {
        try {
            return Optional.ofNullable(Instrument.from(id, redis.hmget(Keys.instrument(id), Instrument.FIELDS)));
        } catch (RuntimeException e) {
            unreadable.note("instrument " + id, e);
            throw new UnreadableRecordException("instrument " + id, e);
        }
    }

    /**
     * Those that are wanted, by id; no more are loaded than it takes to find them.
     *
     * @param fixture only those that are in it; null for all
     * @param after only those with a higher id
     */
    public List<Instrument> page(@Nullable FixtureId fixture, long after, Predicate<Instrument> wanted, int limit) {
        List<String> ids =
                redis.smembers(fixture == null ? Keys.INSTRUMENTS : Keys.instrumentsOfFixture(fixture)).stream()
                        .filter(id -> ID.matcher(id).matches())
                        .map(Long::parseLong)
                        .filter(id -> id > after)
                        .sorted()
                        .map(String::valueOf)
                        .toList();
        List<Instrument> page = new ArrayList<>();
        int slice = Math.min(limit, LARGEST_SLICE);
        for (int from = 0; from < ids.size() && page.size() < limit; from += slice, slice = LARGEST_SLICE) {
            load(ids.subList(from, Math.min(ids.size(), from + slice))).stream()
                    .filter(wanted)
                    .limit(limit - (long) page.size())
                    .forEach(page::add);
        }
        return page;
    }

    /** The ids of all instruments, in their order, also of those that can't be read. */
    public List<InstrumentId> ids() {
        return redis.smembers(Keys.INSTRUMENTS).stream()
                .filter(id -> ID.matcher(id).matches())
                .map(InstrumentId::parse)
                .sorted()
                .toList();
    }

    /** Every instrument, by id. */
    public List<Instrument> all() {
        return load(redis.smembers(Keys.INSTRUMENTS));
    }

    /** Those that are in a fixture, from its start until it is settled. */
    public List<Instrument> inFixture(FixtureId fixture) {
        return load(redis.smembers(Keys.instrumentsOfFixture(fixture)));
    }

    public List<Instrument> find(Collection<InstrumentId> ids) {
        return load(ids.stream().map(InstrumentId::toString).collect(java.util.stream.Collectors.toSet()));
    }

    /** Without those that can't be read. */
    private List<Instrument> load(Collection<String> ids) {
        record Pending(String id, Response<List<String>> fields) {}
        List<Pending> pending = new ArrayList<>(ids.size());
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (String id : ids) {
                pending.add(new Pending(id, pipeline.hmget(Keys.instrument(id), Instrument.FIELDS)));
            }
        }
        List<Instrument> found = new ArrayList<>(ids.size());
        for (Pending one : pending) {
            read(one.id(), one.fields()).ifPresent(found::add);
        }
        found.sort(Comparator.comparing(Instrument::id));
        return found;
    }

    private Optional<Instrument> read(String id, Response<List<String>> fields) {
        try {
            return Optional.ofNullable(Instrument.from(InstrumentId.parse(id), fields.get()));
        } catch (RuntimeException e) {
            unreadable.note("instrument " + id, e);
            return Optional.empty();
        }
    }
}
