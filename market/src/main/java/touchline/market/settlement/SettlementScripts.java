package touchline.market.settlement;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.matchfeed.FixtureId;
import touchline.market.resting.RestingOrders;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;

/** The steps of a settlement that are scripts of its own. */
final class SettlementScripts {
    private static final Logger LOG = LoggerFactory.getLogger(SettlementScripts.class);
    private static final LuaScript FREEZE = LuaScript.beside(SettlementScripts.class, "settlement_freeze");
    private static final LuaScript JUDGED = LuaScript.beside(SettlementScripts.class, "settlement_judged");
    private static final LuaScript SELL = LuaScript.beside(SettlementScripts.class, "system_sell");
    private static final LuaScript SELL_SOME = LuaScript.beside(SettlementScripts.class, "settle_holdings");
    private static final LuaScript THAW = LuaScript.beside(SettlementScripts.class, "settlement_thaw");
    private static final LuaScript ASIDE = LuaScript.beside(SettlementScripts.class, "set_aside");

    /** One or two milliseconds, in which Redis does nothing else. */
    private static final int SALES_A_RUN = 50;

    private final UnifiedJedis redis;
    private final RestingOrders resting;

    SettlementScripts(UnifiedJedis redis) {
        this.redis = redis;
        this.resting = new RestingOrders(redis);
    }

    /**
     * The snapshot; empty where the fixture has been settled to its end already.
     *
     * @param forced whether a live match may be frozen
     * @param kind by which the price of shares is taken
     * @throws SettlementRefusedException if the match is live and it isn't forced
     */
    List<SettlementRepository.SnapshotPrice> freeze(FixtureId fixture, boolean forced, SettlementKind kind) {
        Reply reply = FREEZE.run(
                redis,
                List.of(Keys.fixture(fixture), Keys.instrumentsOfFixture(fixture), Keys.OUTBOX_TICKS),
                List.of(fixture.toString(), forced ? "forced" : "", kind.name()));
        if (reply.is("live")) {
            throw new SettlementRefusedException("fixture " + fixture + " is live: it is not over");
        }
        List<SettlementRepository.SnapshotPrice> prices = new ArrayList<>();
        if (reply.outcome(Reply::word).orThrow().equals("frozen")) {
            for (int at = 1; at < reply.values().size(); at += 4) {
                prices.add(new SettlementRepository.SnapshotPrice(
                        InstrumentId.parse(reply.text(at)),
                        reply.number(at + 1),
                        reply.number(at + 2),
                        reply.number(at + 3)));
            }
        }
        return prices;
    }

    /** Notes that everything open on these has been judged up to the snapshot. */
    void judged(FixtureId fixture, List<InstrumentId> instruments) {
        JUDGED.runAll(
                redis,
                instruments.stream()
                        .map(instrument ->
                                new LuaScript.Call(List.of(Keys.instrument(instrument)), List.of(fixture.toString())))
                        .toList());
    }

    /** Ends the orders that rest on an instrument and end with the match; returns how many. */
    int expireOrders(FixtureId fixture, InstrumentId instrument) {
        return resting.expire(instrument, fixture.value());
    }

    /** Sells what every holder of an instrument has, and sets aside what can't be read; gives how many holdings it sold. */
    int sell(FixtureId fixture, InstrumentId instrument, SettlementKind kind) {
        List<String> users = List.copyOf(redis.smembers(Keys.holders(instrument)));
        List<String> left = sellTogether(fixture, instrument, kind, users);
        int sold = users.size() - left.size();
        List<Reply> replies = SELL.runAll(
                redis,
                left.stream().map(user -> sale(fixture, instrument, kind, user)).toList());
        for (int n = 0; n < replies.size(); n++) {
            Reply reply = replies.get(n);
            sold += reply.is("sold") ? 1 : 0;
            if (reply.is("unreadable")) {
                setAside(fixture, instrument, "holding", left.get(n), reply.text(1));
            }
        }
        return sold;
    }

    /** Sells many holdings in each run of a script; returns the users whose holdings it left. */
    private List<String> sellTogether(
            FixtureId fixture, InstrumentId instrument, SettlementKind kind, List<String> users) {
        List<LuaScript.Call> calls = new ArrayList<>();
        for (int from = 0; from < users.size(); from += SALES_A_RUN) {
            List<String> args = new ArrayList<>(List.of(fixture.toString(), instrument.toString(), kind.name()));
            args.addAll(users.subList(from, Math.min(users.size(), from + SALES_A_RUN)));
            calls.add(new LuaScript.Call(
                    List.of(
                            Keys.instrument(instrument),
                            Keys.holders(instrument),
                            Keys.ACCOUNTS,
                            Keys.OUTBOX_TRADES,
                            Keys.IDS),
                    args));
        }
        List<String> left = new ArrayList<>();
        int at = 0;
        for (Reply reply : SELL_SOME.runAll(redis, calls)) {
            for (String outcome : reply.values().subList(1, reply.values().size())) {
                if (!outcome.equals("sold")) {
                    left.add(users.get(at));
                }
                at++;
            }
        }
        return left;
    }

    private static LuaScript.Call sale(FixtureId fixture, InstrumentId instrument, SettlementKind kind, String user) {
        return new LuaScript.Call(
                List.of(
                        Keys.instrument(instrument),
                        Keys.holding(user),
                        Keys.holdingCost(user),
                        Keys.holders(instrument),
                        Keys.ACCOUNTS,
                        Keys.OUTBOX_TRADES,
                        Keys.IDS),
                List.of(fixture.toString(), instrument.toString(), user, kind.name()));
    }

    /** Ids of what is open on an instrument, as they are stored. */
    List<String> open(InstrumentId instrument) {
        return List.copyOf(redis.smembers(Keys.positionsOfInstrument(instrument)));
    }

    /**
     * Takes something that can't be read out of the settlement, and keeps it.
     *
     * @param kind {@code position} or {@code holding}
     * @param id the position's, or the user's
     */
    void setAside(FixtureId fixture, InstrumentId instrument, String kind, String id, String why) {
        Reply reply = ASIDE.run(
                redis,
                List.of(Keys.instrument(instrument), kind + ":" + id, SetAsideRecords.KEY),
                List.of(fixture.toString(), instrument.toString(), kind, id, why));
        if (reply.is("aside")) {
            LOG.error(
                    "event=set-aside fixture={} instrument={} {}={} why=\"{}\": look at it, the rest is settled"
                            + " without it",
                    fixture,
                    instrument,
                    kind,
                    id,
                    why);
        }
    }

    /** How a thaw ended. */
    enum Thaw {
        DONE,
        /** Something is still held or open. */
        UNFINISHED,
        /** The instruments have not been frozen, or not all of them. */
        NOT_FROZEN
    }

    /** Ends the settlement; the base prices of a void match go back to those of before it. */
    Thaw thaw(FixtureId fixture, SettlementKind kind) {
        Reply reply = THAW.run(
                redis,
                List.of(
                        Keys.fixture(fixture),
                        Keys.instrumentsOfFixture(fixture),
                        Keys.ACCOUNTS,
                        Keys.OUTBOX_TRADES,
                        Keys.OUTBOX_TICKS),
                List.of(fixture.toString(), kind.name()));
        return switch (reply.word()) {
            case "unfinished" -> Thaw.UNFINISHED;
            case "not-frozen" -> Thaw.NOT_FROZEN;
            default -> Thaw.DONE;
        };
    }
}
