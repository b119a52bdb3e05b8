package touchline.market.exposure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.Limits;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.matchfeed.FixtureId;
import touchline.market.money.Money;
import touchline.market.money.Price;

/** Reads from Redis what the house has at stake now. Instruments that can't be read are left out. Thread-safe. */
public final class Exposures {
    private static final String[] FIELDS = {
        "name",
        "team",
        "fixture_id",
        "price",
        "live_base_price",
        "match_base_price",
        "depth",
        "net_flow",
        "long_open",
        "short_open"
    };

    private final UnifiedJedis redis;
    private final Limits limits;

    public Exposures(UnifiedJedis redis, Limits limits) {
        this.redis = redis;
        this.limits = limits;
    }

    public Limits limits() {
        return limits;
    }

    /** The balances of the house's own accounts. */
    public record Balances(Money house, Money fees) {}

    public Balances balances() {
        List<@Nullable String> balances = redis.hmget(Keys.ACCOUNTS, "house", "fees");
        return new Balances(money(balances.get(0)), money(balances.get(1)));
    }

    /** All instruments, by id. */
    public List<InstrumentExposure> all() {
        return load(redis.smembers(Keys.INSTRUMENTS));
    }

    public Optional<InstrumentExposure> find(InstrumentId id) {
        return load(Set.of(id.toString())).stream().findFirst();
    }

    /** The part of the budget that an instrument's worst case takes, 1 for all of it; empty if the budget is unlimited. */
    public Optional<Double> usedBy(InstrumentExposure instrument) {
        long budget = limits.budget().tenThousandths();
        return budget == 0
                ? Optional.empty()
                : Optional.of((double) instrument.worst().total().tenThousandths() / budget);
    }

    private List<InstrumentExposure> load(Collection<String> ids) {
        record Pending(String id, Response<List<String>> fields) {}
        List<Pending> pending = new ArrayList<>(ids.size());
        Response<Map<String, String>> accounts;
        try (AbstractPipeline pipeline = redis.pipelined()) {
            accounts = pipeline.hgetAll(Keys.ACCOUNTS);
            for (String id : ids) {
                pending.add(new Pending(id, pipeline.hmget(Keys.instrument(id), FIELDS)));
            }
        }
        List<InstrumentExposure> found = new ArrayList<>(ids.size());
        for (Pending one : pending) {
            read(one.id(), one.fields(), accounts.get().get("pool:" + one.id())).ifPresent(found::add);
        }
        found.sort(Comparator.comparing(InstrumentExposure::id));
        return found;
    }

    private Optional<InstrumentExposure> read(String id, Response<List<String>> reply, @Nullable String pool) {
        try {
            List<String> fields = reply.get().stream()
                    .map(field -> Objects.requireNonNullElse(field, ""))
                    .toList();
            if (fields.get(3).isEmpty()) {
                return Optional.empty();
            }
            OpenInterest open =
                    new OpenInterest(Long.parseLong(fields.get(7)), number(fields.get(8)), number(fields.get(9)));
            long base = Long.parseLong(fields.get(4));
            long matchBase = fields.get(5).isEmpty() ? base : Long.parseLong(fields.get(5));
            return Optional.of(new InstrumentExposure(
                    InstrumentId.parse(id),
                    fields.get(0),
                    fields.get(1),
                    fields.get(2).isEmpty() ? null : FixtureId.parse(fields.get(2)),
                    Price.of(Long.parseLong(fields.get(3))),
                    money(pool),
                    open,
                    WorstCase.of(
                            new WorstCase.Base(base, matchBase, Long.parseLong(fields.get(6))),
                            open,
                            limits.bandBps())));
        } catch (RuntimeException unreadable) { // lists of instruments name it, and so does the audit
            return Optional.empty();
        }
    }

    private static long number(String field) {
        return field.isEmpty() ? 0 : Long.parseLong(field);
    }

    private static Money money(@Nullable String balance) {
        return Money.of(balance == null ? 0 : Long.parseLong(balance));
    }
}
